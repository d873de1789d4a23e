import type { JSX } from 'react';
import {
  AssuranceIcon,
  SpcChart,
  VariationIcon,
  type AcrossLine,
  type Reading,
  type SpcChartProps,
  type SpcKind,
  type SpcMark,
} from '@waymark/charts';
import type { SpcAnswer, SpcChartAnswer, SpcPoint } from '../../api/spc-schema.js';
import { capitalised, exact, rounded, type Unit } from '../../labels/numbers.js';
import { parsePeriod, periodName, shortMonth } from '../../labels/periods.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { assuranceText, ruleText, spcSentence, variationText } from '../../sentences/spc-sentence.js';
import { shownOf, type View } from '../../view/view.js';
import type { PartProps } from './part-props.js';
import { SpcControls } from './spc-controls.js';
import { SpcNotes, SIGNS } from './spc-notes.js';
import { SpcTable } from './spc-table.js';
import { useSpc, type Happening } from './use-spc.js';

/** Is it changing: the measure as a control chart, by the rules of Making Data Count. */
export function SpcSection(
  props: Pick<PartProps, 'view' | 'catalogue' | 'change'> & { area: string },
): JSX.Element {
  const { view, catalogue, change, area } = props;
  const { called, happenings } = useSpc(view, catalogue.me);
  const { measure } = view;
  const { data, path } = called;
  const [chart] = data?.charts ?? [];
  const title = `${capitalised(area)}: is it changing?`;
  const nothing = data && !chart ? 'There is nothing to chart for this choice.' : undefined;
  return (
    <ChartSection
      {...{ id: 'spc', title, error: called.error, onRetry: called.retry, preparing: called.preparing }}
      sentence={data && chart ? spcSentence({ measure, area, chart, target: data.target }) : nothing}
      controls={<SpcControls view={view} change={change} />}
      {...(path === undefined ? {} : { download: { path, what: 'the control chart' } })}
      footer={
        <Cite
          title={`${measure.name}, ${area}, control chart`}
          answer={data}
          shown={{ ...shownOf(view), ...view.spc }}
        />
      }
    >
      {data && chart && chart.points.length > 0 ? (
        <>
          <Icons chart={chart} />
          <SpcFigure {...{ view, area, data, chart, happenings }} />
          <SpcNotes view={view} happenings={happenings} />
          <SpcTable {...{ view, area, chart }} />
        </>
      ) : null}
    </ChartSection>
  );
}

function Icons({ chart: { variation, assurance } }: { chart: SpcChartAnswer }): JSX.Element | null {
  if (variation === null) return null;
  return (
    <p className="wm-icons">
      <span>
        <VariationIcon variation={variation} /> {variationText(variation)}
      </span>
      {assurance === null ? null : (
        <span>
          <AssuranceIcon assurance={assurance} /> {assuranceText(assurance)}
        </span>
      )}
    </p>
  );
}

interface SpcFigureProps {
  view: View;
  area: string;
  data: SpcAnswer;
  chart: SpcChartAnswer;
  happenings: Happening[];
}

function SpcFigure({ view, area, data, chart, happenings }: SpcFigureProps): JSX.Element {
  const { name, unit } = view.measure;
  const marks = chart.points.flatMap(markOf);
  const settled = marks.findLastIndex(({ kind }) => kind !== null);
  const props: SpcChartProps = {
    title: `${name}, ${area}, control chart by ${chart.period}`,
    ...{ unit, marks, across: acrossOf(view, data.target) },
    events: happenings.map(({ month, kind }) => ({ month, sign: SIGNS[kind] })),
    readings: chart.points.flatMap((point) => readingOf(point, unit, happenings)),
    initial: settled === -1 ? marks.length - 1 : settled,
    formatValue: (value) => rounded(value, unit),
    formatMonth: shortMonth,
  };
  return (
    <ChartFigure caption={captionOf(chart, marks)}>
      <SpcChart key={props.title} {...props} />
    </ChartFigure>
  );
}

function captionOf({ period }: SpcChartAnswer, marks: SpcMark[]): string {
  const parts = [
    `By ${period}. The solid line is the average, the dashed lines are the process limits: nearly every point lies between them while nothing changes. The axis need not start at 0.`,
    marks.some(({ kind, value }) => kind === null && value !== null)
      ? 'Hollow marks are not final and left out of the limits.'
      : '',
    marks.some(({ withheld }) => withheld) ? 'An asterisk on the axis: withheld, about too few people.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function markOf(point: SpcPoint): SpcMark[] {
  const period = parsePeriod(point.period);
  if (!period) return [];
  const { value, mean, lower, upper, stretch, type, suppressed = [] } = point;
  const kind = type === null ? null : (type.replace(/_(high|low)$/, '') as SpcKind);
  return [
    {
      ...period,
      value,
      mean,
      lower,
      upper,
      stretch,
      kind,
      withheld: value === null && suppressed.length > 0,
    },
  ];
}

/** The target, and published values by their letter: the list under the chart says which is which. */
function acrossOf({ measure, spc }: View, target: number | null): AcrossLine[] {
  const published = spc.published === 'shown' ? measure.published : [];
  return [
    ...published.map(({ value }, index): AcrossLine => {
      const label = String.fromCharCode(65 + index);
      return { id: `published ${index}`, value, label, kind: 'published' };
    }),
    ...(target === null ? [] : [{ id: 'target', value: target, label: 'Target', kind: 'target' as const }]),
  ];
}

function readingOf(point: SpcPoint, unit: Unit, happenings: Happening[]): Reading[] {
  const period = parsePeriod(point.period);
  if (!period) return [];
  const value = point.value === null ? (point.suppressed ? 'withheld' : 'none') : exact(point.value, unit);
  const end = period.start + period.months;
  const notes = [
    point.mean === null ? '' : `average ${exact(point.mean, unit)}`,
    point.rule === null ? '' : `a signal: ${ruleText(point)}`,
    (point.flags ?? []).length > 0 ? 'not final' : '',
    ...happenings.filter(({ month }) => month >= period.start && month < end).map(({ text }) => text),
  ].filter((note) => note !== '');
  return [
    {
      ...period,
      label: `${periodName(period)}: ${[value, ...notes].join(', ')}.`,
      content: (
        <>
          <strong>{periodName(period)}</strong>
          <span>{value}</span>
          {notes.map((note) => (
            <span key={note} className="wm-quiet">
              {capitalised(note)}
            </span>
          ))}
        </>
      ),
    },
  ];
}
