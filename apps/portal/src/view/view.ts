import type { Areas, Me, Measure } from '../api/schemas.js';
import { monthText, parsePeriod, type Grain } from '../labels/periods.js';
import { shortBoardName } from '../labels/codes.js';
import { pinsOf, type Pins } from './page-search.js';
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
  /** Choices of the control chart, as the address has them. */
  spc: Pick<TrendsSearch, 'target' | 'rebase' | 'note' | 'published'>;
  /** Which past state of knowledge is shown. */
  pins: Pins;
  /** True when the person may ask for this area by month and with filters; else only by quarter, unfiltered. */
  detailed: boolean;
}

/** Most providers hold sessions, and many of them no first referral. */
const FIRST_CHOICE = { provider: 'attendance', others: 'uptake.first_session' };

/** Measures that have a trend, in the registry's order. Changes of scores go below 0 and have a page of their own. */
export function trendMeasures(measures: Measure[]): Measure[] {
  return measures.filter(({ counting, outcome }) => counting?.byTime !== false && !outcome);
}

/** @returns undefined when the address names a measure without a trend, or none exists. */
export function viewOf(search: TrendsSearch, me: Me, measures: Measure[], areas: Areas): View | undefined {
  const choices = trendMeasures(measures);
  const wanted = search.measure ?? (me.role === 'provider' ? FIRST_CHOICE.provider : FIRST_CHOICE.others);
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
  return {
    ...{ measure, area, grain, from, to, filters, detailed },
    at: search.at,
    spc: spcOf(search),
    pins: pinsOf(search),
  };
}

function spcOf({ target, rebase, note, published }: TrendsSearch): View['spc'] {
  return {
    ...(target === undefined ? {} : { target }),
    ...(rebase === undefined ? {} : { rebase }),
    ...(note === undefined ? {} : { note }),
    ...(published === undefined ? {} : { published }),
  };
}

/** The area that an address names, else the one that suits the person. */
export function areaOf(text: string | undefined, me: Me, areas: Areas): Area {
  // A provider sees its own service only, never a place as such; nobody else has a service.
  const unfit = me.role === 'provider' ? 'england' : 'own';
  if (text === undefined || text === unfit) return defaultArea(me);
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
export function maySeeDetail(area: Area, me: Me): boolean {
  return me.role !== 'icb_analyst' || (area.kind === 'board' && me.scope.includes(area.code));
}

function monthIndex(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parsePeriod(text)?.start;
}

/** "NHS Kent and Medway", "Midlands", "England"; for a provider "your service", "your service in NHS Kent and Medway". */
export function areaName(area: Area, me: Me, areas: Areas): string {
  if (area.kind === 'england') return 'England';
  if (area.kind === 'own') return 'your service';
  const name = placeName(area.code, areas);
  return me.role === 'provider' ? `your service in ${name}` : name;
}

/** The name of a board or region; its code where nobody knows it. */
export function placeName(code: string, areas: Areas): string {
  if (code.startsWith('unknown')) return UNKNOWN_PLACES[code] ?? code;
  const found = [...areas.regions, ...areas.boards].find((place) => place.code === code);
  return shortBoardName(found?.name ?? code);
}

const UNKNOWN_PLACES: Record<string, string> = {
  unknown: 'Board not known',
  unknown_split: 'Board not known: it was split',
};

/** An area as parameters of a call. */
export function placeParams(area: Area): { region?: string; icb?: string } {
  if (!('code' in area)) return {};
  return { [area.kind === 'region' ? 'region' : 'icb']: area.code };
}

/** The text of an area in the address. */
export function areaText(area: Area): string {
  return 'code' in area ? area.code : area.kind;
}

/** A view as the parameters of an address, with nothing left to defaults: they differ between readers. */
export function shownOf({
  measure,
  area,
  grain,
  from,
  to,
  at,
  filters,
}: View): Record<string, string | undefined> {
  const month = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : monthText(index);
  return {
    ...{ measure: measure.id, area: areaText(area), by: grain, at, ...filters },
    ...{ from: month(from), to: month(to) },
  };
}
