import type { Areas, Me, Measure } from '../api/schemas.js';
import { parsePeriod, type Grain } from '../labels/periods.js';
import { shortBoardName } from '../labels/codes.js';
import { FILTER_NAMES, type FilterName, type TrendsSearch } from './search.js';

export type Area =
  | { kind: 'england' }
  /** A provider's own referrals and sessions. */
  | { kind: 'own' }
  | { kind: 'region' | 'board'; code: string };

/** What is on show: the address, completed with what suits the person. */
export interface View {
  measure: Measure;
  area: Area;
  grain: Grain;
  /** Month indices, both included. */
  from: number | undefined;
  to: number | undefined;
  /** The quarter chosen for comparing boards. */
  at: string | undefined;
  filters: Partial<Record<FilterName, string>>;
  /** True when the person may ask for this area by month and with filters. */
  detailed: boolean;
}

const FIRST_CHOICE = 'uptake.first_session';

/** Measures that have a trend, in the registry's order. */
export function trendMeasures(measures: Measure[]): Measure[] {
  return measures.filter((measure) => measure.counting?.byTime !== false);
}

/** @returns undefined when the address names a measure without a trend, or none exists. */
export function viewOf(search: TrendsSearch, me: Me, measures: Measure[], areas: Areas): View | undefined {
  const choices = trendMeasures(measures);
  const wanted = search.measure ?? FIRST_CHOICE;
  const measure =
    choices.find(({ id }) => id === wanted) ?? (search.measure === undefined ? choices[0] : undefined);
  if (!measure) return undefined;
  const area = areaOf(search.area, me, areas);
  const detailed = maySeeDetail(area, me);
  const grain = detailed ? (search.by ?? 'quarter') : 'quarter';
  const filters = Object.fromEntries(
    FILTER_NAMES.filter((name) => detailed && search[name] !== undefined).map((name) => [name, search[name]]),
  );
  const [from, to] = [monthIndex(search.from), monthIndex(search.to)];
  return { ...{ measure, area, grain, from, to, filters, detailed }, at: search.at };
}

function areaOf(text: string | undefined, me: Me, areas: Areas): Area {
  if (text === undefined) return defaultArea(me);
  if (text === 'england' || text === 'own') return { kind: text };
  return { kind: areas.regions.some(({ code }) => code === text) ? 'region' : 'board', code: text };
}

function defaultArea(me: Me): Area {
  if (me.role === 'provider') return { kind: 'own' };
  const [first] = me.role === 'icb_analyst' ? me.scope : [];
  return first === undefined ? { kind: 'england' } : { kind: 'board', code: first };
}

/** True for people whose scope is every area. */
export function seesEverywhere(me: Me): boolean {
  return me.role === 'researcher' || me.role === 'controller';
}

/** Analysts see their own boards in every breakdown, all others as board by quarter, unfiltered. */
function maySeeDetail(area: Area, me: Me): boolean {
  if (seesEverywhere(me)) return true;
  if (me.role === 'icb_analyst') return area.kind === 'board' && me.scope.includes(area.code);
  return area.kind !== 'england';
}

function monthIndex(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parsePeriod(text)?.start;
}

/** "NHS Kent and Medway", "Midlands", "England", "Your service". */
export function areaName(area: Area, areas: Areas): string {
  if (area.kind === 'england') return 'England';
  if (area.kind === 'own') return 'Your service';
  const list = area.kind === 'region' ? areas.regions : areas.boards;
  return shortBoardName(list.find(({ code }) => code === area.code)?.name ?? area.code);
}

/** The text of an area in the address. */
export function areaText(area: Area): string {
  return 'code' in area ? area.code : area.kind;
}
