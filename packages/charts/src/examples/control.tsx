import type { JSX } from 'react';
import { SpcChart } from '../spc-chart.js';
import type { AcrossLine, MonthEvent, SpcKind, SpcMark } from '../spc-geometry.js';
import { AssuranceIcon, VariationIcon, type Assurance, type Variation } from '../spc-icons.js';
import type { ChartExamples } from './example.js';
import { CONTROL } from './recorded.js';
import { month, percent, readingOf } from './words.js';

const FIRST_MONTH = 2024 * 12;

type Judged = readonly [value: number | null, kind: SpcKind | null];

function marksOf(points: readonly Judged[], limits: readonly [number, number, number] | null): SpcMark[] {
  const [mean, lower, upper] = limits ?? [null, null, null];
  return points.map(([value, kind], nth) => ({
    ...{ start: FIRST_MONTH + nth, months: 1, value, mean, lower, upper, kind },
    ...{ stretch: limits === null ? null : 0, withheld: value === null },
  }));
}

const alike = (value: number | null): SpcMark[] =>
  marksOf(
    Array.from({ length: 12 }, (): Judged => [value, value === null ? null : 'common_cause']),
    value === null ? null : [value, value, value],
  );

const recorded = marksOf(CONTROL.points, CONTROL.limits);
/** From the thirteenth month on, the limits are worked out anew. */
const rebased = recorded.map((mark, nth) => {
  const { mean, lower, upper } = mark;
  if (nth < 12 || mean === null || lower === null || upper === null) return mark;
  return { ...mark, stretch: 1, mean: mean + 0.03, lower: lower + 0.05, upper: upper + 0.01 };
});
const kinds: readonly SpcKind[] = ['common_cause', 'improvement', 'concern', 'neutral'];
const ofEveryKind = recorded.slice(0, 12).map((mark, nth) => ({
  ...mark,
  kind: nth === 11 ? null : (kinds[nth % kinds.length] ?? null),
}));

const TARGET: AcrossLine = { id: 'target', value: 0.5, label: 'Target', kind: 'target' };
const PUBLISHED: AcrossLine[] = [
  { id: 'a', value: 0.51, label: 'A', kind: 'published' },
  { id: 'b', value: 0.38, label: 'B', kind: 'published' },
];
const EVENTS: MonthEvent[] = [
  { month: FIRST_MONTH + 5, sign: '+' },
  { month: FIRST_MONTH + 12, sign: 'R' },
];

function chart(marks: SpcMark[], across: AcrossLine[] = [], events: MonthEvent[] = []): JSX.Element {
  return (
    <SpcChart
      {...{ title: 'Uptake, control chart', unit: 'proportion', marks, across, events }}
      {...{ readings: marks.map((mark) => readingOf(mark)), initial: marks.length - 1 }}
      {...{ formatValue: percent, formatMonth: month }}
    />
  );
}

export const CONTROL_CHART: ChartExamples = {
  ...{ id: 'control-chart', name: 'Control chart', component: 'SpcChart' },
  purpose: 'Whether a measure changes, or moves as it always does, by the rules of Making Data Count.',
  reading:
    'The solid line is the average, the dashed lines the process limits. Diamond: improvement, triangle: concern, square: change, circle: the usual. Hollow: not judged.',
  examples: [
    { name: 'England by month', chart: chart(recorded) },
    {
      name: 'With a target, published values close to it, and what happened',
      chart: chart(rebased, [TARGET, ...PUBLISHED], EVENTS),
    },
    { name: 'Every kind of mark', chart: chart(ofEveryKind) },
    { name: 'One point', chart: chart(recorded.slice(0, 1)) },
    { name: 'All withheld', chart: chart(alike(null)) },
    { name: '0% throughout', chart: chart(alike(0)) },
    { name: '100% throughout', chart: chart(alike(1)) },
  ],
};

const VARIATIONS: readonly [Variation, string][] = [
  ['common_cause', 'Within the usual range'],
  ['improvement_high', 'Improvement, higher'],
  ['improvement_low', 'Improvement, lower'],
  ['concern_high', 'Concern, higher'],
  ['concern_low', 'Concern, lower'],
  ['neutral_high', 'Change, higher'],
  ['neutral_low', 'Change, lower'],
];
const ASSURANCES: readonly [Assurance, string][] = [
  ['consistent_pass', 'The target is always met'],
  ['inconsistent', 'The target is met now and then'],
  ['consistent_fail', 'The target is never met'],
];

export const ICONS: ChartExamples = {
  ...{ id: 'icons', name: 'Icons of the control chart', component: 'VariationIcon and AssuranceIcon' },
  purpose: 'What a control chart says of its last point and of its target, in one sign.',
  reading:
    'H: higher, L: lower, a wave: the usual. P, F and ?: the target is met, missed, or met now and then.',
  examples: [
    ...VARIATIONS.map(([variation, name]) => ({
      name,
      chart: <VariationIcon variation={variation} label={name} />,
    })),
    ...ASSURANCES.map(([assurance, name]) => ({
      name,
      chart: <AssuranceIcon assurance={assurance} label={name} />,
    })),
  ],
};
