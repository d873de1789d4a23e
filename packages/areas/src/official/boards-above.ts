import { BOARDS_36, BOARDS_42 } from '../boards.js';
import { icbAsWas, icbCurrent, UNKNOWN_AREA, UNKNOWN_SPLIT } from '../placing.js';
import type { OfficialRow, OfficialTable } from './official-table.js';

/** Boards before and since April 2026; absent = not known. */
export interface Boards {
  icb42?: string;
  icb36?: string;
}

type Era = keyof Boards;

const CODES: Readonly<Record<Era, ReadonlySet<string>>> = {
  icb42: new Set(BOARDS_42.map(({ code }) => code)),
  icb36: new Set(BOARDS_36.map(({ code }) => code)),
};
const OTHER: Readonly<Record<Era, Era>> = { icb42: 'icb36', icb36: 'icb42' };

/**
 * Of which boards a file speaks: a code that was abolished or created says so; where every code stands in both, the year in the
 * header does (`ICB24CDH`). `mixed`: of both; undefined: it cannot be told.
 */
export function eraOf({ rows, headers }: OfficialTable): Era | 'mixed' | undefined {
  const only = (era: Era): boolean =>
    rows.some(({ icb = '' }) => CODES[era].has(icb) && !CODES[OTHER[era]].has(icb));
  const [before, since] = [only('icb42'), only('icb36')];
  if (before || since) return before && since ? 'mixed' : before ? 'icb42' : 'icb36';
  const year = /(\d\d)(cdh|_code_nhs)?$/.exec(headers.icb ?? '')?.[1];
  return year === undefined ? undefined : Number(year) < 26 ? 'icb42' : 'icb36';
}

/** The boards above a sub-ICB location or a board's code. Where a split leaves it open, none: never a guess. */
export class BoardsAbove {
  private readonly listed = new Map<string, Boards>();
  private readonly seen = { icb42: new Map<string, Set<string>>(), icb36: new Map<string, Set<string>>() };

  /** @param lookups of neighbourhoods, read whole */
  constructor(subIcbs: readonly OfficialRow[], lookups: readonly OfficialTable[]) {
    for (const { subIcb = '', icb42 = '', icb36 = '' } of subIcbs)
      this.listed.set(subIcb, { ...known('icb42', icb42), ...known('icb36', icb36) });
    for (const lookup of lookups) this.look(lookup);
  }

  /** Both boards, of a sub-ICB location and the board that a file of an era gives. */
  of(subIcb: string, icb: string, era: Era): Boards {
    const other = OTHER[era];
    const given = known(era, icb);
    const found = this.listed.has(subIcb) ? this.listed.get(subIcb)?.[other] : this.onlyOne(subIcb, other);
    const isSplit = this.listed.has(subIcb) || this.seen[other].has(subIcb);
    return { ...given, ...known(other, found ?? (isSplit ? '' : succession(icb, other))) };
  }

  private look(lookup: OfficialTable): void {
    const era = eraOf(lookup);
    if (era === undefined || era === 'mixed') return;
    for (const { subIcb = '', icb = '' } of lookup.rows) {
      if (!CODES[era].has(icb)) continue;
      const boards = this.seen[era].get(subIcb) ?? new Set();
      this.seen[era].set(subIcb, boards.add(icb));
    }
  }

  /** The board in which every neighbourhood of a sub-ICB location lies. */
  private onlyOne(subIcb: string, era: Era): string | undefined {
    const boards = [...(this.seen[era].get(subIcb) ?? [])];
    return boards.length === 1 ? boards[0] : undefined;
  }
}

/** A board's code that is built in; nothing of any other. */
export function known(era: Era, code: string): Boards {
  return CODES[era].has(code) ? { [era]: code } : {};
}

function succession(code: string, era: Era): string {
  const placed = era === 'icb36' ? icbCurrent(code) : icbAsWas(code, '2000-01-01');
  return placed === UNKNOWN_AREA || placed === UNKNOWN_SPLIT ? '' : placed;
}
