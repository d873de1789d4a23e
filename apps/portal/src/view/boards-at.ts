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
  /** Of shares: by how much it differs from the same quarter a year before; `null`: one of the two is not shown. */
  overYear: number | null;
}

/** The boards in one quarter. */
export interface BoardsAt {
  quarter: Period;
  /** Highest first; without a value last. */
  ranked: RankedBoard[];
  figures: BoardFigure[];
  /** What is in no known board: in the table, never in the ranking. */
  unplaced: RankedBoard[];
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
  const highlighted = highlightedOf(view, me);
  const share = view.measure.unit !== 'count';
  const all = boards
    .filter(({ period }) => period.start === quarter.start)
    .map((figure): RankedBoard => ({
      ...{ code: figure.board, figure, name: placeName(figure.board, areas) },
      highlighted: highlighted.includes(figure.board),
      overYear: share ? overYear(figure, boards) : null,
    }))
    .sort((a, b) => (b.figure.value ?? -1) - (a.figure.value ?? -1) || a.name.localeCompare(b.name));
  const isBoard = ({ code }: RankedBoard): boolean => areas.boards.some((board) => board.code === code);
  const ranked = all.filter(isBoard);
  const figures = ranked.map(({ figure }) => figure);
  const match = england?.find(({ period }) => period.start === quarter.start);
  return {
    ...{ quarter, ranked, figures },
    unplaced: all.filter((each) => !isBoard(each)),
    own: ranked.find(({ code }) => code === highlighted[0]),
    england: view.measure.unit === 'count' ? null : (match?.value ?? null),
    provisional: figures.some((figure) => figure.provisional),
  };
}

function overYear({ board, period, value }: BoardFigure, boards: BoardFigure[]): number | null {
  const before = boards.find((each) => each.board === board && each.period.start === period.start - 12);
  return value === null || before?.value == null ? null : value - before.value;
}

function highlightedOf({ area }: View, me: Me): string[] {
  const own = me.role === 'icb_analyst' ? me.scope : [];
  return area.kind === 'board' ? [area.code, ...own] : own;
}
