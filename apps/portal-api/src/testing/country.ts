import { world, type World } from '@waymark/pathways/testing';

/** An analyst's board, and others. */
export const OWN = 'QWO';
export const OTHER = 'QOP';
export const TINY = 'QF7';
/** Both boards' region of {@link OWN} and {@link TINY}; the region of {@link OTHER}. */
export const NORTH_EAST = 'Y63';
export const NORTH_WEST = 'Y62';

/**
 * Three boards in the first two quarters of 2025, all long mature:
 *
 * - `own` in the first quarter: 22 referrals of `north`, 12 of women; 9 of the women and none of the men took up.
 * - `own` in the second quarter: 10 referrals of `north`, all of men, 3 of whom took up.
 * - `other` in the first quarter: 33 referrals of `west`; 30 took up.
 * - `tiny` in the first quarter: 3 referrals of `north`; 1 took up.
 *
 * Whoever took up was booked once and attended at the leisure centre.
 */
export function country(): World {
  const history = world();
  const refer =
    (provider: string, group: string, icb: string, day: string, sex: 'female' | 'male') => (i: number) =>
      history.provider(provider).referral(`${group}-${i}`).received(`${day}T09:00:00.000Z`, { icb, sex });
  const some = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);
  const takeUp = (referral: ReturnType<ReturnType<typeof refer>>, from: string, to: string): void => {
    referral
      .booked(`${from}T10:00:00.000Z`, 'b1', `${to}T10:00:00.000Z`)
      .attended(`${to}T10:00:00.000Z`, 'b1');
  };
  some(12).forEach((i) => {
    const woman = refer('north', 'w', OWN, '2025-01-10', 'female')(i);
    if (i < 9) takeUp(woman, '2025-01-12', '2025-01-20');
  });
  some(10).forEach((i) => refer('north', 'm', OWN, '2025-02-10', 'male')(i));
  some(10).forEach((i) => {
    const man = refer('north', 'later', OWN, '2025-05-10', 'male')(i);
    if (i < 3) takeUp(man, '2025-05-12', '2025-05-20');
  });
  some(33).forEach((i) => {
    const person = refer('west', 'o', OTHER, '2025-03-10', i % 2 === 0 ? 'female' : 'male')(i);
    if (i < 30) takeUp(person, '2025-03-12', '2025-03-20');
  });
  some(3).forEach((i) => {
    const person = refer('north', 't', TINY, '2025-03-11', 'female')(i);
    if (i < 1) takeUp(person, '2025-03-12', '2025-03-20');
  });
  return history;
}
