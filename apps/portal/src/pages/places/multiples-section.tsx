import type { JSX } from 'react';
import { MultiplesChart, type Multiple, type MultiplePoint } from '@waymark/charts';
import type { Measure } from '../../api/schemas.js';
import { exact, rounded, type Unit } from '../../labels/numbers.js';
import { periodName, quarterText, type Period } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { FiguresTable } from '../../parts/figures-table.js';
import { multiplesSentence } from '../../sentences/multiples-sentence.js';
import { valueText } from '../../sentences/figure-text.js';
import { quartersOf, withGaps, type BoardFigure, type Figure } from '../../view/rows.js';
import { placeName } from '../../view/view.js';
import { overlaps } from '../../labels/periods.js';
import type { PlacesProps } from './places-page.js';

/** Every board of today over time, small, on one scale. */
export function MultiplesSection({ asked, places, catalogue }: PlacesProps): JSX.Element {
  const { view } = asked;
  const { measure } = view;
  const { all } = places;
  const inTime = ({ period, provisional }: Figure): boolean =>
    !provisional && overlaps(period, view.from, view.to);
  const boards = places.boards?.filter(inTime);
  const series =
    boards &&
    seriesOf(
      boards,
      catalogue.areas.boards.map(({ code }) => code),
    );
  const nameOf = (code: string): string => placeName(code, catalogue.areas);
  return (
    <ChartSection
      id="multiples"
      title="The boards over time"
      sentence={
        series &&
        multiplesSentence(
          series.map(([code, figures]) => ({ name: nameOf(code), figures })),
          measure,
        )
      }
      error={all.data ? null : all.error}
      onRetry={all.retry}
      preparing={all.preparing}
      download={{ path: places.allPath, what: 'every board and quarter' }}
    >
      {series && series.length > 0 ? (
        <>
          <ChartFigure caption="Today’s boards, all on one scale from 0; the broken line is England where it is told. The number is the last full quarter.">
            <MultiplesChart
              title={`${measure.name} over time by board`}
              items={series.map(([code, figures]) => itemOf(nameOf(code), code, figures, view.area))}
              beside={measure.unit === 'count' ? [] : (places.england ?? []).filter(inTime).map(pointOf)}
              labelOf={({ id, name }) =>
                labelOf(name, series.find(([code]) => code === id)?.[1] ?? [], measure.unit)
              }
              formatValue={(value) => rounded(value, measure.unit)}
            />
          </ChartFigure>
          <MultiplesTable {...{ series, nameOf, measure }} boards={places.boards ?? []} />
        </>
      ) : (
        <Empty title="There are no full quarters to show." />
      )}
    </ChartSection>
  );
}

/** Each board a row, each quarter a column. A figure that is not final stands on no line, and is told apart from one that is not there. */
function MultiplesTable(props: {
  series: [string, Figure[]][];
  /** Those that are not final among them. */
  boards: BoardFigure[];
  nameOf: (code: string) => string;
  measure: Pick<Measure, 'name' | 'unit'>;
}): JSX.Element {
  const { series, boards, nameOf, measure } = props;
  const quarters = quartersOf(series.flatMap(([, figures]) => figures)).toSorted((a, b) => a.start - b.start);
  const cellOf = (code: string, { start }: Period): string => {
    const figure = boards.find(({ board, period }) => board === code && period.start === start);
    return figure ? (figure.provisional ? 'not final' : valueText(figure, measure.unit)) : 'none';
  };
  return (
    <FiguresTable
      {...{ what: 'the boards over time', caption: `${measure.name} by board and quarter`, names: 'Board' }}
      heads={quarters.map((quarter) => quarterText(quarter.start))}
      rows={series.map(([code]) => ({
        ...{ code, name: nameOf(code) },
        cells: quarters.map((quarter) => cellOf(code, quarter)),
      }))}
      wide
    />
  );
}

/** The quarters of every board, in the order of their names. */
function seriesOf(boards: BoardFigure[], codes: string[]): [string, Figure[]][] {
  return codes
    .map((code): [string, Figure[]] => {
      const own = boards.filter(({ board }) => board === code);
      return [code, withGaps(own.sort((a, b) => a.period.start - b.period.start))];
    })
    .filter(([, figures]) => figures.length > 0);
}

function itemOf(
  name: string,
  code: string,
  figures: Figure[],
  area: { kind: string; code?: string },
): Multiple {
  return { id: code, name, points: figures.map(pointOf), highlighted: area.code === code };
}

function pointOf({ period, value }: Figure): MultiplePoint {
  return { at: period.start + period.months / 2, value };
}

function labelOf(name: string, figures: Figure[], unit: Unit): string {
  const told = figures.filter(({ value }) => value !== null);
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return `${name}: withheld throughout.`;
  const text = ({ value, period }: Figure): string => `${exact(value ?? 0, unit)} in ${periodName(period)}`;
  return first === last ? `${name}: ${text(last)}.` : `${name}: from ${text(first)} to ${text(last)}.`;
}
