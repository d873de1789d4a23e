import type { Breakdown } from '@waymark/measures';
import { LINES_MAX, TOLD_WEEKS, stepAt, type Step, type StepSeries } from '@waymark/charts';
import type { Areas } from '../api/schemas.js';
import type { Stratum } from '../api/survival-schema.js';
import { codeName } from './breakdowns.js';
import { isUnknown, rankOf } from './groups.js';

/** One curve of people who started: a group of them, or all. */
export interface Curve {
  code: string;
  name: string;
  stratum: Stratum;
  /** Undefined where it is withheld. */
  engaged: StepSeries | undefined;
}

const EVERYBODY = 'all';

/** The strata of an answer in the order of their codes. @param by undefined = one of everybody */
export function curvesOf(strata: readonly Stratum[], by: Breakdown | undefined, areas: Areas): Curve[] {
  const curves = strata.map((stratum): Curve => {
    const key = by === undefined ? EVERYBODY : stratum[by];
    const code = typeof key === 'string' ? key : EVERYBODY;
    const name = by === undefined ? 'Everybody' : codeName(by, code, areas);
    return { code, name, stratum, engaged: engagedOf(code, name, stratum) };
  });
  return by === undefined ? curves : curves.sort((a, b) => rankOf(by, a.code) - rankOf(by, b.code));
}

function engagedOf(code: string, name: string, { curve, until }: Stratum): StepSeries | undefined {
  if (!curve || until === null) return undefined;
  const steps = curve.map(({ engaged, ...step }): Step => ({ ...step, value: engaged }));
  return { id: code, name, start: 1, steps, until };
}

/** Endings in the order they are told of. */
export const ENDINGS = { disengaged: 'Stopped attending', completed: 'Completed', died: 'Died' } as const;
type Ending = keyof typeof ENDINGS;

/** The share in whom each ending has come first; [] where they are withheld. */
export function endingsOf({ stratum: { incidence, until } }: Curve): StepSeries[] {
  if (!incidence || until === null) return [];
  return (Object.keys(ENDINGS) as Ending[]).map((ending) => ({
    ...{ id: ending, name: ENDINGS[ending], start: 0, until },
    steps: incidence[ending].map(({ share, ...step }): Step => ({ ...step, value: share })),
  }));
}

/** Those that are drawn: what is known before what is not, the larger before the smaller, in their own order. */
export function drawn(curves: Curve[], by: Breakdown | undefined): Curve[] {
  const some = curves.filter(({ engaged }) => engaged);
  if (some.length <= LINES_MAX) return some;
  const unknown = ({ code }: Curve): number => (by !== undefined && isUnknown(by, code) ? 1 : 0);
  const size = ({ stratum }: Curve): number => stratum.followed ?? 0;
  const first = [...some].sort((a, b) => unknown(a) - unknown(b) || size(b) - size(a)).slice(0, LINES_MAX);
  return some.filter((curve) => first.includes(curve));
}

/** The weeks that any of some curves is known at. */
export function weeksOf(series: StepSeries[]): number[] {
  return TOLD_WEEKS.filter((week) => series.some((each) => stepAt(each, week * 7)));
}

/** The share of a curve at the end of a week; undefined after the last day that is known of. */
export function shareAt(series: StepSeries | undefined, week: number): Step | undefined {
  return series && stepAt(series, week * 7);
}
