import { BOARD_CHANGE, BOARDS, BOARDS_36, BOARDS_42, type Board, type RegionCode } from './boards.js';

/** A board's code, or why there is none: a code nobody knows, or one whose area more than one board shares. */
export type PlacedIcb = string;
export const UNKNOWN_AREA = 'unknown';
export const UNKNOWN_SPLIT = 'unknown_split';

const BY_CODE = new Map(BOARDS.map((board) => [board.code, board]));
const OF_42 = new Map(BOARDS_42.map((board) => [board.code, board]));
const OF_36 = new Map(BOARDS_36.map((board) => [board.code, board]));

/** The boards that stood on a London date (`YYYY-MM-DD`); the 42 stand for every date before 2026-04-01. */
export function boardsOn(date: string): readonly Board[] {
  return date < BOARD_CHANGE ? BOARDS_42 : BOARDS_36;
}

/** The board of a code as it stood on a date; undefined when there was none. */
export function boardOn(code: string, date: string): Board | undefined {
  return (date < BOARD_CHANGE ? OF_42 : OF_36).get(code);
}

/** Any board, past or present, by code. */
export function findBoard(code: string): Board | undefined {
  return BY_CODE.get(code);
}

/**
 * Where a board's code, given with an event, stood on a date. A code of the other era is mapped where one board alone can
 * be meant, forwards and backwards; otherwise `unknown_split`, never a guess. '' or no board's code: `unknown`.
 */
export function icbAsWas(given: string, date: string): PlacedIcb {
  return date < BOARD_CHANGE ? among42(given) : icbCurrent(given);
}

/** Today's board of a given code. Half of Frimley (QNQ) may have been meant: `unknown_split`. */
export function icbCurrent(given: string): PlacedIcb {
  if (OF_36.has(given)) return given;
  return theOnly(BY_CODE.get(given)?.successors);
}

function among42(given: string): PlacedIcb {
  if (OF_42.has(given)) return given;
  return theOnly(BY_CODE.get(given)?.predecessors);
}

function theOnly(codes: readonly string[] | undefined): PlacedIcb {
  if (codes === undefined) return UNKNOWN_AREA;
  return (codes.length === 1 ? codes[0] : undefined) ?? UNKNOWN_SPLIT;
}

/**
 * The region of a given board's code, of either era. No succession crosses a region, so it is known even where the board is
 * `unknown_split`. No board's code: `unknown`.
 */
export function regionOfIcb(given: string): RegionCode | typeof UNKNOWN_AREA {
  return BY_CODE.get(given)?.region ?? UNKNOWN_AREA;
}

/** True when a board of today holds all or a part of what the given code covers (itself included). */
export function overlaps(given: string, current: string): boolean {
  return given === current || (BY_CODE.get(given)?.successors.includes(current) ?? false);
}

/** True when a board was abolished, created or given a part of another on {@link BOARD_CHANGE}. */
export function changedIn2026(code: string): boolean {
  const board = BY_CODE.get(code);
  return board !== undefined && (board.successors.length > 0 || board.predecessors.length > 0);
}

/**
 * True when a row of a period (dates, both included) does not speak of one and the same area: on the boundaries "as was", {@link
 * BOARD_CHANGE} lies within it, or begins it, and the board changed then. The row before it is of another area.
 */
export function boundaryChangedWithin(code: string, from: string, to: string): boolean {
  return changedIn2026(code) && from <= BOARD_CHANGE && to >= BOARD_CHANGE;
}
