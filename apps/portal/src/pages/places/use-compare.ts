import { isTimeBreakdown } from '@waymark/measures';
import { compareAnswer, type CompareAnswer } from '../../api/compare-schema.js';
import { callPath, type Params } from '../../api/queries.js';
import { answer } from '../../api/schemas.js';
import { useCall, type Called } from '../../api/use-call.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { breakdownFigures, codeName } from '../../view/breakdowns.js';
import { named, isUnknown } from '../../view/groups.js';
import type { Places, PlacesView } from './use-places.js';

export const COMPARE_LEVELS = ['icb', 'sub_icb', 'pcn', 'practice', 'quarter', 'year'] as const;
export type CompareLevel = (typeof COMPARE_LEVELS)[number];

/** Two places, or two periods of one place, that can be set beside each other, and the answer about them. */
export interface Compared {
  level: CompareLevel;
  levels: CompareLevel[];
  choices: { code: string; name: string }[];
  first: string | undefined;
  second: string | undefined;
  called: Called<CompareAnswer>;
}

/** @returns undefined where the reader may compare nothing in detail: an analyst who looks at another's board */
export function useCompare(asked: PlacesView, places: Places, catalogue: Catalogue): Compared | undefined {
  const { view, place, compared } = asked;
  const levels = levelsOf(asked, catalogue);
  const level = levels.find((each) => each === compared.level) ?? levels[0] ?? 'icb';
  const inside = insideOf(place.params, level);
  const id = view.measure.id;
  const ownBoard = view.area.kind === 'board' ? view.area.code : undefined;
  const { versions } = view.pins;
  const asking = levels.length > 0 && level !== 'icb';
  const parts = useCall(
    asking ? callPath(`measures/${id}`, { ...inside, by: level, versions }) : undefined,
    answer,
  );
  const choices = level === 'icb' ? boardChoices(places, catalogue) : partChoices();
  const codes = choices.map(({ code }) => code);
  const first = compared.first ?? codes.find((code) => code === ownBoard) ?? firstOf(codes, level);
  const second = compared.second ?? secondOf(codes, level, first);
  const pair =
    first !== undefined && second !== undefined && first !== second ? `${first},${second}` : undefined;
  const path = pair && callPath('compare', { ...inside, measure: id, by: level, [level]: pair, versions });
  const called = useCall(levels.length > 0 ? path : undefined, compareAnswer);
  return levels.length === 0 ? undefined : { level, levels, choices, first, second, called };

  function partChoices(): Compared['choices'] {
    return breakdownFigures(
      parts.data?.rows ?? [],
      level,
      view.measure.unit,
      named(catalogue.areas, parts.data),
    )
      .filter(({ code }) => !isUnknown(level, code))
      .map(({ code, name }) => ({ code, name }));
  }
}

/** Of periods the last: what has become of it is asked. */
function firstOf(codes: readonly string[], level: CompareLevel): string | undefined {
  return isTimeBreakdown(level) ? codes.at(-1) : codes[0];
}

/** Of places the one furthest from the first; of periods the same of the year before. */
function secondOf(codes: readonly string[], level: CompareLevel, first = ''): string | undefined {
  const others = codes.filter((code) => code !== first);
  if (!isTimeBreakdown(level)) return others.at(-1);
  return others.find((code) => code === yearBefore(first)) ?? others[0];
}

/** `2025-Q1` of `2026-Q1`. */
function yearBefore(period: string): string {
  return `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
}

/** Boards are compared within their region, and periods whichever the page is at. */
function insideOf(params: Params, level: CompareLevel): Params {
  const { icb: _, ...everywhere } = params;
  if (level === 'icb') return everywhere;
  const { from: __, to: ___, ...always } = params;
  // A board that came in April 2026 has a past on today's boundaries alone.
  return isTimeBreakdown(level) ? { ...always, boundaries: 'current' } : params;
}

function levelsOf({ view: { area, detailed } }: PlacesView, { me }: Catalogue): CompareLevel[] {
  if (!detailed) return [];
  const boards: CompareLevel[] = me.role === 'icb_analyst' && me.scope.length < 2 ? [] : ['icb'];
  const parts = area.kind === 'board' || area.kind === 'own';
  return [...boards, ...(parts ? COMPARE_LEVELS.filter((level) => level !== 'icb') : [])];
}

/** Today's boards, highest first: those furthest apart are the first to be set beside each other. */
function boardChoices({ boards = [], at }: Places, { me, areas }: Catalogue): Compared['choices'] {
  const known = new Set(boards.map(({ board }) => board));
  const mine = ({ code }: { code: string }): boolean => me.role !== 'icb_analyst' || me.scope.includes(code);
  const order = (at?.ranked ?? []).filter(({ figure }) => figure.value !== null).map(({ code }) => code);
  const rank = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length / 2);
  return areas.boards
    .filter((board) => board.validTo == null && known.has(board.code) && mine(board))
    .map(({ code }) => ({ code, name: codeName('icb', code, areas) }))
    .sort((a, b) => rank(a.code) - rank(b.code));
}
