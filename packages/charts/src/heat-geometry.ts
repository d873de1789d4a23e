/** A share of one row and column; `null`: there is none, or it is withheld. */
export interface HeatCell {
  value: number | null;
  withheld: boolean;
  /** Not final: drawn hollow. */
  provisional: boolean;
}

export interface HeatRow {
  id: string;
  name: string;
  /** By column, as far as there are any. */
  cells: (HeatCell | undefined)[];
}

export interface HeatSquare {
  row: number;
  column: number;
  cell: HeatCell;
  /** Of the cell. */
  x: number;
  y: number;
  /** Side of the square drawn in it, whose area stands for the share; 0 = none. */
  side: number;
  /** Class of the share, 0 the lowest. */
  shade: 0 | 1 | 2;
}

export interface HeatGeometry {
  squares: HeatSquare[];
  rows: { name: string; y: number }[];
  columns: { column: number; x: number }[];
  /** Side of a cell: at least a finger's target. */
  cell: number;
  width: number;
  height: number;
}

export const CELL_MIN = 24;
const CELL_MAX = 40;
const NAMES = 104;
const HEAD = 48;
const LABEL_WIDTH = 30;

/**
 * A grid of squares whose area grows with the share, so that it is read without colour too.
 * @param width there is; a grid that needs more is wider, and scrolls
 */
export function heatGeometry(rows: HeatRow[], columns: number, width: number): HeatGeometry {
  const room = columns === 0 ? CELL_MAX : Math.floor((width - NAMES) / columns);
  const cell = Math.min(CELL_MAX, Math.max(CELL_MIN, room));
  const every = Math.ceil(LABEL_WIDTH / cell);
  return {
    squares: rows.flatMap((row, nth) =>
      row.cells.flatMap((each, column) =>
        each
          ? [squareOf(each, { row: nth, column, x: NAMES + column * cell, y: HEAD + nth * cell }, cell)]
          : [],
      ),
    ),
    rows: rows.map(({ name }, nth) => ({ name, y: HEAD + (nth + 0.5) * cell })),
    columns: Array.from({ length: columns }, (_, column) => column)
      .filter((column) => column % every === 0)
      .map((column) => ({ column, x: NAMES + (column + 0.5) * cell })),
    cell,
    width: NAMES + columns * cell + 2,
    height: HEAD + rows.length * cell + 2,
  };
}

function squareOf(
  cell: HeatCell,
  at: Pick<HeatSquare, 'row' | 'column' | 'x' | 'y'>,
  size: number,
): HeatSquare {
  const share = Math.min(1, Math.max(0, cell.value ?? 0));
  const shade = share < 1 / 3 ? 0 : share < 2 / 3 ? 1 : 2;
  return { ...at, cell, side: Math.sqrt(share) * (size - 4), shade };
}

/** Where an arrow key leads in a grid with gaps: the nearest cell that way; undefined for keys that do not move. */
export function nextSquare(key: string, squares: readonly HeatSquare[], index: number): number | undefined {
  const from = squares[index];
  if (!from) return undefined;
  const found = (fits: (square: HeatSquare) => boolean, last = false): number => {
    const at = last ? squares.findLastIndex(fits) : squares.findIndex(fits);
    return at === -1 ? index : at;
  };
  const { row, column } = from;
  switch (key) {
    case 'ArrowRight':
      return found((square) => square.row === row && square.column > column);
    case 'ArrowLeft':
      return found((square) => square.row === row && square.column < column, true);
    case 'ArrowDown':
      return found((square) => square.column === column && square.row > row);
    case 'ArrowUp':
      return found((square) => square.column === column && square.row < row, true);
    case 'Home':
      return found((square) => square.row === row);
    case 'End':
      return found((square) => square.row === row, true);
    default:
      return undefined;
  }
}
