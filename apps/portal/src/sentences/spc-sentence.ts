import type { Measure } from '../api/schemas.js';
import type { SpcChartAnswer, SpcPoint } from '../api/spc-schema.js';
import { lowerFirst, rounded, type Unit } from '../labels/numbers.js';
import { parsePeriod, periodName } from '../labels/periods.js';

type Variation = NonNullable<SpcChartAnswer['variation']>;
type Assurance = NonNullable<SpcChartAnswer['assurance']>;

const VARIATION: Record<Variation, string> = {
  common_cause: 'Usual variation: no signal of change',
  improvement_high: 'Signal of improvement: higher than usual',
  improvement_low: 'Signal of improvement: lower than usual',
  concern_high: 'Signal of concern: higher than usual',
  concern_low: 'Signal of concern: lower than usual',
  neutral_high: 'Signal of change: higher than usual',
  neutral_low: 'Signal of change: lower than usual',
};

const ASSURANCE: Record<Assurance, string> = {
  consistent_pass: 'As things are, the target will be met every time',
  inconsistent: 'As things are, the target will be met at times and missed at times',
  consistent_fail: 'As things are, the target will not be met',
};

export function variationText(variation: Variation): string {
  return VARIATION[variation];
}

export function assuranceText(assurance: Assurance): string {
  return ASSURANCE[assurance];
}

const RULES: Record<NonNullable<SpcPoint['rule']>, string> = {
  outside_limits: 'outside the process limits',
  trend: 'one of seven or more points that rise or fall in a row',
  two_in_three: 'one of two points in three that lie close to a limit',
  shift: 'one of seven or more points in a row on one side of the average',
};

/** Which rule a point breaks, in words; empty when none. */
export function ruleText({ rule }: SpcPoint): string {
  return rule === null ? '' : RULES[rule];
}

export interface SpcFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  area: string;
  chart: SpcChartAnswer;
  target: number | null;
}

/** One paragraph that says whether the latest point is a signal, by which rule, and what that means for a target. */
export function spcSentence({ measure, area, chart, target }: SpcFacts): string {
  if (chart.withheld !== undefined) return chart.withheld;
  const latest = chart.points.findLast(({ type, value }) => type !== null && value !== null);
  if (!latest || chart.variation === null)
    return `There are too few points for ${area} to say what is usual.`;
  return [
    latestSentence(measure, area, latest),
    `${variationText(chart.variation)}${latest.rule === null ? '' : ` (${RULES[latest.rule]})`}.`,
    target === null || chart.assurance === null
      ? ''
      : `${assuranceText(chart.assurance)} (${rounded(target, measure.unit)}).`,
    latest.stretch !== null && chart.trial.includes(latest.stretch)
      ? 'There are fewer than 12 points: the limits are a trial.'
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function latestSentence({ name, unit }: SpcFacts['measure'], area: string, latest: SpcPoint): string {
  const period = parsePeriod(latest.period);
  const value = rounded(latest.value ?? 0, unit);
  const usual = usualText(latest, unit);
  return `In ${period ? periodName(period) : latest.period}, ${lowerFirst(name)} in ${area} was ${value}${usual}.`;
}

/** ", against an average of 57% and a usual range of 41% to 72%". */
function usualText({ mean, lower, upper }: SpcPoint, unit: Unit): string {
  if (mean === null) return '';
  const range =
    lower === null || upper === null
      ? ''
      : ` and a usual range of ${rounded(Math.max(0, lower), unit)} to ${rounded(unit === 'proportion' ? Math.min(1, upper) : upper, unit)}`;
  return `, against an average of ${rounded(mean, unit)}${range}`;
}
