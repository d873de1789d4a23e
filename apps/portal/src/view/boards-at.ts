import type { Areas, Me } from '../api/schemas.js';
import { parsePeriod, type Period } from '../labels/periods.js';
import { latestFullQuarter, type BoardFigure, type Figure } from './rows.js';
import { placeName, type View } from './view.js';

export interface RankedBoard {
  code: string;
  name: string;
  figure: BoardFigure;
  /** The chosen one, or the reader's own. */
  highlighted: boolean;
  /** False for rows of what is in no known board. */
  known: boolean;
}

/** The boards in one quarter. */
export interface BoardsAt {
  quarter: Period;
  /** Highest first; without a value last. */
  ranked: RankedBoard[];
  figures: BoardFigure[];
  /** England's value in that quarter; `null` for counts and where it is not known. */
  england: number | null;
  own: { name: string; figure: BoardFigure } | undefined;
  provisional: boolean;
}

/** The boards in the chosen quarter, else the latest whose figures are final; undefined when there are none. */
export function boardsAt(
  view: View,
  { me, areas }: { me: Me; areas: Areas },
  boards: BoardFigure[],
  england: Figure[] | undefined,
): BoardsAt | undefined {
  const chosen = view.at === undefined ? undefined : parsePeriod(view.at);
  const quarter = chosen ?? latestFullQuarter(boards);
  if (!quarter) return undefined;
  const figures = boards.filter(({ period }) => period.start === quarter.start);
  const highlighted = highlightedOf(view, me);
  const ranked = figures
    .map((figure): RankedBoard => ({
      ...{ code: figure.board, figure, name: placeName(figure.board, areas) },
      highlighted: highlighted.includes(figure.board),
      known: areas.boards.some(({ code }) => code === figure.board),
    }))
    .sort((a, b) => (b.figure.value ?? -1) - (a.figure.value ?? -1) || a.name.localeCompare(b.name));
  const own = ranked.find(({ code }) => code === highlighted[0]);
  return {
    ...{ quarter, ranked, figures, own },
    england:
      view.measure.unit === 'count'
        ? null
        : (england?.find(({ period }) => period.start === quarter.start)?.value ?? null),
    provisional: figures.some((figure) => figure.provisional),
  };
}

function highlightedOf({ area }: View, me: Me): string[] {
  const own = me.role === 'icb_analyst' ? me.scope : [];
  return area.kind === 'board' ? [area.code, ...own] : own;
}
