import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { IntervalChart, type IntervalChartProps, type IntervalItem, type Shape } from '@waymark/charts';
import { questionPath } from '../../api/queries.js';
import { rounded, type Unit } from '../../labels/numbers.js';
import { periodName, quarterText } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { boardsSentence } from '../../sentences/boards-sentence.js';
import { figureText, notesText } from '../../sentences/figure-text.js';
import { standingAgainst, type Standing } from '../../sentences/trend-sentence.js';
import { boardsAt, type BoardsAt } from '../../view/boards-at.js';
import { hasValue, quartersOf } from '../../view/rows.js';
import { BoardsTable } from './boards-table.js';
import type { PartProps } from './part-props.js';

/** Every board in one quarter, ranked, beside England. */
export function BoardsSection({ view, catalogue, trends, change }: PartProps): JSX.Element {
  const { answer, question } = trends.boardsSource;
  const { measure } = view;
  const at = trends.boards && boardsAt(view, catalogue, trends.boards, trends.englandByQuarter);
  const provider = catalogue.me.role === 'provider';
  const sentence = at
    ? boardsSentence({ ...at, measure })
    : trends.boards && 'No board has a figure to compare.';
  return (
    <ChartSection
      id="boards"
      title={provider ? 'Your service, board by board' : 'The boards beside each other'}
      sentence={sentence}
      error={trends.boards ? null : answer.error}
      onRetry={trends.retry}
      preparing={answer.preparing}
      download={{ path: questionPath(question), what: 'every board and quarter' }}
      controls={at ? <Quarter {...{ at, trends, change }} /> : null}
    >
      {at ? (
        <>
          {at.ranked.some(({ figure }) => hasValue(figure)) ? <BoardsFigure view={view} at={at} /> : null}
          <BoardsTable view={view} at={at} change={change} />
        </>
      ) : (
        <Empty title="There are no figures by board for this choice." />
      )}
    </ChartSection>
  );
}

function Quarter({
  at,
  trends,
  change,
}: { at: BoardsAt } & Pick<PartProps, 'trends' | 'change'>): JSX.Element {
  return (
    <Select
      {...{ id: 'at', label: 'Quarter', value: quarterText(at.quarter.start) }}
      formGroupProps={{ className: 'wm-quarter' }}
      onChange={(event) => change({ at: event.target.value })}
    >
      {quartersOf([...(trends.boards ?? []), { period: at.quarter }]).map((quarter) => (
        <option key={quarter.start} value={quarterText(quarter.start)}>
          {periodName(quarter)}
        </option>
      ))}
    </Select>
  );
}

const SHAPES: Record<Standing, Shape> = { higher: 'up', similar: 'circle', lower: 'down' };

/** Boards of one quarter with their limits, beside England. */
export function BoardsFigure({ view, at }: Pick<PartProps, 'view'> & { at: BoardsAt }): JSX.Element {
  const { measure } = view;
  const { unit } = measure;
  const { england, ranked, quarter } = at;
  const byCode = new Map(ranked.map((each) => [each.code, each]));
  const labelOf = ({ id, name }: IntervalItem): string => {
    const figure = byCode.get(id)?.figure;
    return figure ? `${name}: ${figureText(figure, unit)}. ${notesText(figure)}`.trim() : name;
  };
  const chart: IntervalChartProps = {
    title: `${measure.name} by board, ${periodName(quarter)}`,
    unit,
    items: ranked.map(({ code, name, figure, highlighted }) => ({ ...figure, id: code, name, highlighted })),
    reference: england === null ? null : { value: england, name: 'England' },
    shapeOf: (item) => (england === null ? 'circle' : SHAPES[standingAgainst(item, england)]),
    labelOf,
    formatValue: (value) => rounded(value, unit),
  };
  return (
    <ChartFigure caption={caption(at, unit)}>
      <IntervalChart key={chart.title} {...chart} />
    </ChartFigure>
  );
}

function caption({ england, ranked, provisional }: BoardsAt, unit: Unit): string {
  const parts = [
    unit === 'count'
      ? 'Each mark is a board’s number.'
      : 'Each mark is a board’s share, with its 95% limits.',
    england === null
      ? ''
      : 'A triangle up: its limits lie above England. A triangle down: below. A circle: its limits hold England’s value.',
    provisional ? 'This quarter is not final yet.' : '',
    ranked.some(({ figure }) => figure.withheld) ? 'An asterisk: withheld, about too few people.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
