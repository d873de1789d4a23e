import { world, type ReferralHistory, type World } from '@waymark/pathways/testing';

/** Fifteen months, all long mature. */
export const MONTHS = [
  ...Array.from({ length: 12 }, (_, i) => `2024-${String(i + 1).padStart(2, '0')}`),
  ...['2025-01', '2025-02', '2025-03'],
];

/** A provider's month: how many were referred, and how many of them took up. */
export type Told = (month: number) => { referred: number; tookUp: number };

/**
 * Four providers of one board over {@link MONTHS}:
 *
 * - `north`: 40 a month, 20 and 22 of whom take up in turn; of the last month 38.
 * - `west`: 12 a month, too few for a point by month; 6 and 4 take up in turn.
 * - `small`: 3 a month, too few for one by quarter; 1 takes up.
 * - `rare`: 2 in the first month and in the third; nobody takes up.
 */
export function years(): World {
  const history = world();
  tell(history, 'north', (month) => ({ referred: 40, tookUp: month === 14 ? 38 : 20 + 2 * (month % 2) }));
  tell(history, 'west', (month) => ({ referred: 12, tookUp: month % 2 === 0 ? 6 : 4 }));
  tell(history, 'small', () => ({ referred: 3, tookUp: 1 }));
  tell(history, 'rare', (month) => ({ referred: month === 0 || month === 2 ? 2 : 0, tookUp: 0 }));
  return history;
}

export function tell(history: World, provider: string, told: Told): void {
  MONTHS.forEach((month, nth) => tellMonth(history, { provider, month, icb: 'QWO', ...told(nth) }));
}

/** Referrals of a month, each with the facts given. */
export interface ToldMonth extends Partial<Facts> {
  provider: string;
  month: string;
  referred: number;
  tookUp: number;
}
type Facts = Pick<
  NonNullable<Parameters<ReferralHistory['received']>[1]>,
  'icb' | 'lsoa' | 'sex' | 'ageBand'
>;

export function tellMonth(history: World, { provider, month, referred, tookUp, ...facts }: ToldMonth): void {
  const group = Object.values(facts).join('-');
  for (let i = 0; i < referred; i += 1) {
    const referral = history.provider(provider).referral(`${month}-${group}-${i}`);
    referral.received(`${month}-03T09:00:00.000Z`, facts);
    if (i < tookUp) referral.attended(`${month}-17T10:00:00.000Z`, 'b1');
  }
}
