import type { JSX } from 'react';
import { rounded } from '../../labels/numbers.js';
import { periodName } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { ChartSection } from '../../parts/chart-section.js';
import { yearSentence } from '../../sentences/year-sentence.js';
import { hasValue } from '../../view/rows.js';
import { BoardsFigure } from '../trends/boards-section.js';
import { BoardsTable } from '../trends/boards-table.js';
import type { PlacesProps } from './places-page.js';

/** The same boards as a list, highest first, with their limits. */
export function RankingSection({ asked, places }: PlacesProps): JSX.Element {
  const { view, change } = asked;
  const { called, at } = places;
  const ranked = at?.ranked.filter(({ figure }) => hasValue(figure)) ?? [];
  const [highest, lowest] = [ranked[0], ranked.at(-1)];
  const text = (value: number | null): string => rounded(value ?? 0, view.measure.unit);
  const overYear = yearSentence(ranked, view.measure.unit);
  const sentence =
    at && highest && lowest
      ? `In ${periodName(at.quarter)}, ${highest.name} stood highest (${text(highest.figure.value)}) and ${lowest.name} lowest (${text(lowest.figure.value)}). ${overYear}`.trim()
      : called.data && 'No board has a figure that can be shown.';
  return (
    <ChartSection
      id="ranking"
      title="The boards in order"
      sentence={sentence}
      error={called.data ? null : called.error}
      onRetry={called.retry}
      preparing={called.preparing}
      download={{ path: places.path, what: 'the boards in order' }}
    >
      {at ? (
        <>
          {ranked.length > 0 ? <BoardsFigure view={view} at={at} /> : null}
          <BoardsTable view={view} at={at} change={change} />
        </>
      ) : (
        <Empty title="There are no figures by board for this choice." />
      )}
    </ChartSection>
  );
}
