import { rounded } from '@waymark/disclosure';
import type { Breakdown } from '@waymark/measures';
import { restrictedMean, timeByWhich, type SurvivalStep } from '@waymark/statistics';
import type { Basis } from '../data-call.js';
import { AT_RISK_LEAST, CAUSE, followedTo, shareByIncidence, stayingFree, type Curve } from './curves.js';
import type { FollowedRow } from './followed.js';
import { periodFlags } from './measure-rows.js';
import type { Unfollowed } from './unfollowed.js';
import type { STRATUM_MEMBERS, Stratum } from './survival.schemas.js';

/** Weeks of the at-risk table. */
const WEEKS = [0, 4, 8, 12, 16, 20, 26, 39, 52];
/** Curves are told of for a year. */
const TOLD_DAYS = 364;
const RESTRICTED_TO = [84, 182];

/** What is told of the engagement of one stratum. */
export function stratumOf(row: FollowedRow & Unfollowed, { profile, question }: Basis): Stratum {
  const { key, followed, curve, unrecorded, immature } = row;
  const { by } = question;
  const suppressed = membersWithheld({ followed, unrecorded, immature, curve });
  const flags = periodFlags(row, question);
  return {
    ...keyed(by, key),
    ...{ followed, unrecorded, immature },
    ...(curve ? toldOf(curve, profile) : NOTHING),
    ...(suppressed.length > 0 && { suppressed }),
    ...(flags.length > 0 && { flags }),
  };
}

/** The code of each breakdown, by its name. */
export function keyed(by: readonly Breakdown[], key: readonly string[]): Partial<Record<Breakdown, string>> {
  return Object.fromEntries(by.map((breakdown, i) => [breakdown, key[i]]));
}

type Member = (typeof STRATUM_MEMBERS)[number];

function membersWithheld(members: Record<Member, unknown>): Member[] {
  return (Object.keys(members) as Member[]).filter((member) => members[member] === null);
}

type Told = Pick<Stratum, 'curve' | 'until' | 'atRisk' | 'median' | 'restrictedMean' | 'incidence'>;

const NOTHING: Told = {
  ...{ curve: null, until: null, atRisk: null },
  ...{ median: null, restrictedMean: null, incidence: null },
};

function toldOf(curve: Curve, profile: Basis['profile']): Told {
  const steps = stayingFree(curve);
  const year = followedTo(curve, TOLD_DAYS);
  const { time, lower, upper } = timeByWhich(steps);
  return {
    curve: steps.filter(({ time: on, events }) => events > 0 && on <= TOLD_DAYS).map(stepShown),
    until: year.until,
    atRisk: WEEKS.filter((week) => 7 * week <= curve.until).map((week) => atRiskAt(week, curve, profile)),
    median: { days: time, lower, upper },
    restrictedMean: RESTRICTED_TO.map((within) => meanWithin(within, steps, curve)),
    incidence: {
      disengaged: incidenceOf(year, CAUSE.event),
      completed: incidenceOf(year, CAUSE.completed),
      died: incidenceOf(year, CAUSE.died),
    },
  };
}

function stepShown({ time, survival, limits }: SurvivalStep): NonNullable<Stratum['curve']>[number] {
  return { day: time, engaged: survival, lower: limits?.lower ?? null, upper: limits?.upper ?? null };
}

type AtRisk = NonNullable<Stratum['atRisk']>[number];

function atRiskAt(week: number, { people }: Curve, profile: Basis['profile']): AtRisk {
  const n = people.reduce((total, { time, weight = 1 }) => (time >= 7 * week ? total + weight : total), 0);
  if (profile === 'none') return { week, n };
  return { week, n: n < AT_RISK_LEAST ? null : rounded(n, profile) };
}

type MeanWithin = NonNullable<Stratum['restrictedMean']>[number];

function meanWithin(within: number, steps: readonly SurvivalStep[], { until }: Curve): MeanWithin {
  if (within > until) return { within, days: null, lower: null, upper: null };
  const { mean, limits } = restrictedMean(steps, within);
  return { within, days: mean, lower: limits.lower, upper: limits.upper };
}

type Incidence = NonNullable<Stratum['incidence']>['died'];

function incidenceOf(curve: Curve, cause: number): Incidence {
  const steps = shareByIncidence(curve, cause);
  const changing = steps.filter(({ share }, nth) => share > (steps[nth - 1]?.share ?? 0));
  return changing.map(({ day, share, limits }) => ({
    ...{ day, share, lower: limits?.lower ?? null, upper: limits?.upper ?? null },
  }));
}
