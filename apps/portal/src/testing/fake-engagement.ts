import { codeLabel, DIMENSIONS, type Breakdown } from '@waymark/measures';
import { wilson } from '@waymark/statistics';
import type { Row } from '../api/schemas.js';
import type { FakeApi } from './fake-api.js';
import { json } from './fake-api.js';

const ENVELOPE = {
  ...{ asOf: '2026-11-24T10:42:00.000Z', boundaries: 'current', profile: 'hes' },
  editions: [{ id: 'synthetic-1', label: 'Waymark demonstration', synthetic: true }],
  ...{ excluded: { immature: 70 }, notes: ['A note of the answer.'] },
};

/** Answers the calls about people who started, by any breakdown; the second group of each is withheld. */
export function answerEngagement(api: FakeApi): FakeApi {
  api.answer(/^\/api\/v1\/survival/, ({ searchParams }) => json(fakeSurvival(searchParams.get('strata'))));
  api.answer(/^\/api\/v1\/retention/, () => json({ ...ENVELOPE, cohort: 'quarter', rows: fakeWeeks() }));
  api.answer(/^\/api\/v1\/measures\/[^?]+\?.*by=[a-z_]+/, (url) => {
    const by = url.searchParams.get('by') ?? '';
    const closed = by in DIMENSIONS && DIMENSIONS[by as Breakdown].codes !== null;
    const measure = url.pathname.replace('/api/v1/measures/', '');
    return closed ? json(fakeMeasured(measure, { rows: fakeGroups(by as Breakdown) })) : api.measured(url);
  });
  return api;
}

export function fakeMeasured(measure: string, more: object): object {
  return { ...ENVELOPE, measure, version: 1, unit: 'proportion', ...more };
}

export function fakeEnveloped(more: object): object {
  return { ...ENVELOPE, ...more };
}

const NOTHING = { numerator: null, denominator: null, value: null, lower: null, upper: null };
export const WITHHELD = { ...NOTHING, suppressed: Object.keys(NOTHING) };

/** A share with its limits. */
export function share(numerator: number, denominator: number): Row {
  return { numerator, denominator, value: numerator / denominator, ...wilson(numerator, denominator) };
}

/** A row for each code of a closed breakdown, what is not known among them; the second is withheld. */
export function fakeGroups(by: Breakdown): Row[] {
  const { codes, unknown } = DIMENSIONS[by];
  const all = [...Object.keys(codes ?? {}), ...Object.keys(unknown)];
  return all.map((code, index) => ({
    ...{ [by]: code },
    ...(index === 1 ? WITHHELD : share(40 + 5 * index, 100)),
  }));
}

function fakeSurvival(strata: string | null): object {
  if (strata === null) return { ...ENVELOPE, strata: [stratum({}, 0.6)], logRank: null };
  const by = strata as Breakdown;
  const codes = Object.keys(DIMENSIONS[by].codes ?? {}).filter((code) => codeLabel(by, code));
  return {
    ...ENVELOPE,
    strata: codes.map((code, index) =>
      index === 1 ? nothing({ [by]: code }) : stratum({ [by]: code }, 0.7 - index * 0.1),
    ),
    logRank: { chiSquare: 9.2, df: codes.length - 1, p: 0.002, strata: codes },
  };
}

function nothing(key: object): object {
  const withheld = { followed: null, unrecorded: null, immature: null, curve: null };
  const none = { until: null, atRisk: null, median: null, restrictedMean: null, incidence: null };
  return { ...key, ...withheld, ...none, suppressed: Object.keys(withheld) };
}

function stratum(key: object, engaged: number): object {
  const limits = (value: number): object => ({ lower: value - 0.05, upper: value + 0.05 });
  const share = (value: number): object => ({ share: value, ...limits(value) });
  return {
    ...key,
    ...{ followed: 480, unrecorded: 5, immature: 20, until: 364 },
    curve: [
      { day: 29, engaged: 0.9, ...limits(0.9) },
      { day: 64, engaged, ...limits(engaged) },
    ],
    atRisk: [0, 4, 8, 12, 26, 52].map((week) => ({ week, n: 480 - week * 8 })),
    ...{ median: { days: 120, lower: 100, upper: null }, restrictedMean: [] },
    incidence: {
      disengaged: [{ day: 64, ...share(1 - engaged) }],
      ...{ completed: [{ day: 90, ...share(0.1) }], died: [] },
    },
    flags: ['immature'],
  };
}

function fakeWeeks(): object[] {
  return ['2026-Q1', '2025-Q4'].flatMap((quarter) =>
    Array.from({ length: 14 }, (_, week) => ({
      ...{ quarter, week },
      ...(quarter === '2025-Q4' && week === 13 ? WITHHELD : share(100 - week * 4, 100)),
      ...(quarter === '2026-Q1' && week === 13 ? { flags: ['partial'] } : {}),
    })),
  );
}
