import type { JSX } from 'react';
import { TrendChart, type Reading, type TrendChartProps, type TrendSeries } from '@waymark/charts';
import { questionPath } from '../../api/queries.js';
import type { Me } from '../../api/schemas.js';
import { placedBy } from '../../labels/codes.js';
import { capitalised, rounded, valueHead, type Unit } from '../../labels/numbers.js';
import { periodName, shortMonth } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { figureText, notesText, readingText, valueText } from '../../sentences/figure-text.js';
import { trendSentence } from '../../sentences/trend-sentence.js';
import { covering, hasValue, withGaps, type Figure } from '../../view/rows.js';
import { seesEverywhere, shownOf, type View } from '../../view/view.js';
import type { PartProps } from './part-props.js';
import { TrendTable } from './trend-table.js';

/** The chosen area over time, against England: what it says, the chart, the table behind it, the download. */
export function TrendSection(props: PartProps & { area: string }): JSX.Element {
  const { view, catalogue, trends, area } = props;
  const { measure } = view;
  const { answer, question } = trends.source;
  // England's count beside a board's would press the board's line flat.
  const beside = measure.unit !== 'count' && view.area.kind !== 'england';
  const england = beside ? trends.england : undefined;
  const waiting = beside && !trends.england && !trends.englandError;
  const figures = withGaps(trends.area ?? [], answer.data?.unlisted);
  const notes = besideNotes(view, catalogue.me);
  return (
    <ChartSection
      id="trend"
      title={`${capitalised(area)} over time${beside ? ', against England' : ''}`}
      sentence={
        trends.area && !waiting
          ? ifTold(answer.data, trends.area, trendSentence({ measure, area, figures: trends.area, england }))
          : undefined
      }
      error={trends.area ? null : answer.error}
      onRetry={trends.retry}
      preparing={answer.preparing}
      download={{
        path: questionPath(question),
        what: view.detailed ? 'these figures' : 'the figures behind this chart',
      }}
      footer={<Cite title={`${measure.name}, ${area}`} answer={answer.data} shown={shownOf(view)} />}
    >
      {figures.length === 0 ? <NothingHere view={view} me={catalogue.me} /> : null}
      {beside && trends.englandError ? <WithoutEngland retry={trends.retry} /> : null}
      {figures.some(hasValue) ? <TrendFigure {...{ view, area, figures, england, notes }} /> : null}
      {figures.length === 0 ? null : <TrendTable {...{ view, area, figures, england }} />}
    </ChartSection>
  );
}

function WithoutEngland({ retry }: { retry: () => void }): JSX.Element {
  return (
    <p className="wm-quiet">
      England cannot be shown at the moment.{' '}
      <button type="button" className="wm-link-button" onClick={retry}>
        Try again
      </button>
    </p>
  );
}

/** What to know about the line beside the area's own. */
function besideNotes(view: View, me: Me): string {
  const narrower = view.grain === 'month' || Object.keys(view.filters).length > 0;
  const wide = !seesEverywhere(me) && view.detailed && view.measure.unit !== 'count';
  return wide && narrower ? 'England is by quarter, with everybody in it.' : '';
}

function NothingHere({ view, me }: { view: View; me: Me }): JSX.Element {
  const narrowed = Object.keys(view.filters).length > 0 || view.from !== undefined || view.to !== undefined;
  return (
    <Empty title="There are no figures for this choice.">
      <p>
        {narrowed
          ? 'Remove a filter, or choose a longer time.'
          : 'Nothing that this measure counts has been received for this area.'}
      </p>
      {me.role === 'provider' && view.measure.counting?.over !== 'sessions' ? (
        <p>A service that others refer on to has sessions of its own, and no first referrals.</p>
      ) : null}
    </Empty>
  );
}

interface TrendFigureProps {
  view: View;
  area: string;
  figures: Figure[];
  england: Figure[] | undefined;
  notes: string;
}

function TrendFigure({ view, area, figures, england, notes }: TrendFigureProps): JSX.Element {
  const { measure, grain } = view;
  const { unit } = measure;
  const chart: TrendChartProps = {
    title: `${measure.name}, ${area}, by ${grain}`,
    unit,
    series: [
      seriesOf('area', capitalised(area), figures),
      ...(england ? [seriesOf('england', 'England', england)] : []),
    ],
    readings: figures.map((figure) => readingOf(figure, covering(england ?? [], figure.period), area, unit)),
    initial: latestSettled(figures),
    formatValue: (value) => rounded(value, unit),
    formatMonth: shortMonth,
  };
  return (
    <ChartFigure caption={[...caption(view, figures), notes].join(' ').trim()}>
      <TrendChart key={chart.title} {...chart} />
    </ChartFigure>
  );
}

/** The period that the sentence is about. */
function latestSettled(figures: Figure[]): number {
  const settled = figures.findLastIndex((figure) => hasValue(figure) && !figure.provisional);
  return settled === -1 ? figures.length - 1 : settled;
}

function caption({ measure, grain }: View, figures: Figure[]): string[] {
  const parts = [
    `${valueHead(measure.unit)} by ${grain}, placed by ${placedBy(measure.counting?.over)}.`,
    figures.some(({ lower }) => lower !== null) ? 'The band shows the 95% limits.' : '',
    figures.some(({ provisional }) => provisional) ? 'Hollow marks are not final yet.' : '',
    figures.some(({ withheld }) => withheld)
      ? 'An asterisk on the axis: withheld, about too few people.'
      : '',
  ];
  return parts.filter((part) => part !== '');
}

function seriesOf(id: string, name: string, figures: Figure[]): TrendSeries {
  return { id, name, points: figures.map(({ period, ...figure }) => ({ ...figure, ...period })) };
}

function readingOf(figure: Figure, england: Figure | undefined, area: string, unit: Unit): Reading {
  const notes = notesText(figure);
  return {
    ...figure.period,
    label: readingText(figure, england, area, unit),
    content: (
      <>
        <strong>{periodName(figure.period)}</strong>
        <span>
          {capitalised(area)}: {figureText(figure, unit)}
        </span>
        {england ? <span>England: {valueText(england, unit)}</span> : null}
        {notes === '' ? null : <span className="wm-quiet">{notes}</span>}
      </>
    ),
  };
}
