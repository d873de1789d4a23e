import type { TimedMeasureDefinition } from '@waymark/measures';
import { GAP_DEFAULT } from '@waymark/pathways';
import { parseAsked } from '../asked.js';
import type { Basis, DataCall, Made } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import type { MeasureBody, Row, RowMember } from '../schemas.js';
import { besideReferrals, byReferral } from './by-referral.js';
import {
  dayReached,
  followedTo,
  shareAt,
  shareByIncidence,
  shareByKaplanMeier,
  type Curve,
} from './curves.js';
import { countOfFollowed, followed, type FollowedRow } from './followed.js';
import { measureOf, notesOf, pinVersion, rowsTable } from './measure-call.js';
import { periodFlags, type RowContext } from './measure-rows.js';
import { placeFlags, type RowFlag } from './row-flags.js';

/**
 * A measure that is read from a curve, broken down and filtered.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function timedCall(
  measure: TimedMeasureDefinition,
  { query, providers }: Asking,
): DataCall<MeasureBody> {
  const { asked, values } = parseAsked(query, { own: ['versions'], providers });
  pinVersion(measure, values.get('versions'));
  return {
    ...{ name: 'measures', asked, own: { measure: measure.id, version: measure.version } },
    compute: (basis) => timedBody(measure, basis),
    tables: ({ rows }) => [besideReferrals(rowsTable(measure.id, asked.by, rows), rows, asked.unit)],
  };
}

async function timedBody(measure: TimedMeasureDefinition, basis: Basis): Promise<Made<MeasureBody>> {
  const { rows, excluded } = await followed(basis, measure.timing.until);
  const { by, asOf } = basis.question;
  const whom = measure.timing.until === 'disengagement' ? 'retained.4w' : 'referrals';
  const ofPlace = await placeFlags(basis, measureOf(whom));
  const gap = basis.question.gap ?? GAP_DEFAULT;
  const referralsOf = await byReferral(basis, countOfFollowed(measure.timing.until, gap));
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      rows: rows.map((row) => timedRow(row, measure, { by, asOf, ofPlace, referralsOf })),
    },
    excluded,
    notes: notesOf(by),
  };
}

interface TimedContext extends Pick<RowContext, 'by' | 'asOf'> {
  ofPlace: (key: readonly string[]) => RowFlag[];
  referralsOf: (key: readonly string[]) => Pick<Row, 'referrals'>;
}

function timedRow(
  { key, followed: denominator, curve, excluded }: FollowedRow,
  measure: TimedMeasureDefinition,
  context: TimedContext,
): Row {
  const { flag, ...estimated } = curve ? readFrom(curve, measure) : NOTHING;
  const suppressed: RowMember[] = [
    ...(denominator === null ? (['denominator'] as const) : []),
    ...(curve ? [] : (['value', 'lower', 'upper'] as const)),
  ];
  const flags = [
    ...periodFlags({ key, excluded }, context),
    ...context.ofPlace(key),
    ...(flag ? [flag] : []),
  ];
  return {
    ...Object.fromEntries(context.by.map((breakdown, i) => [breakdown, key[i]])),
    ...{ numerator: null, denominator, ...estimated },
    ...followedReferrals(context.referralsOf(key)),
    ...(suppressed.length > 0 && { suppressed }),
    ...(flags.length > 0 && { flags }),
  };
}

/** Of a curve no numerator is told. */
function followedReferrals({ referrals }: Pick<Row, 'referrals'>): Pick<Row, 'referrals'> {
  if (!referrals) return {};
  const { denominator } = referrals;
  return {
    referrals: { numerator: null, denominator, ...(denominator === null && { suppressed: ['denominator'] }) },
  };
}

/** Limits of a curve take time that grows with the square of its days: a day is looked for in the first two years. */
const WAIT_DAYS_MAX = 728;

interface Estimated {
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** Why there is no value. */
  flag?: 'not_reached' | 'not_followed';
}

const NOTHING: Estimated = { value: null, lower: null, upper: null };

function readFrom(curve: Curve, { timing: { read, estimator } }: TimedMeasureDefinition): Estimated {
  const stepsOf = estimator === 'kaplan_meier' ? shareByKaplanMeier : shareByIncidence;
  if (read.is === 'share_by') {
    const at = shareAt(stepsOf(followedTo(curve, read.day)), curve, read.day);
    if (!at) return { ...NOTHING, flag: 'not_followed' };
    return { value: at.share, lower: at.limits?.lower ?? null, upper: at.limits?.upper ?? null };
  }
  const { day, lower, upper } = dayReached(stepsOf(followedTo(curve, WAIT_DAYS_MAX)), read.percent / 100);
  return day === null ? { ...NOTHING, lower, flag: 'not_reached' } : { value: day, lower, upper };
}
