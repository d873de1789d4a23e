import { useRef } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FILTER_NAMES, type FilterName } from './search.js';

/** What the address of any page may say, each as text. */
export type Search = Readonly<Record<string, string>>;

/** Changes to the address; `undefined` takes a parameter out. */
export type Patch = Readonly<Record<string, string | undefined>>;
export type Change = (patch: Patch) => void;

/** Parameters that mean the same on every page. */
export const COMMON_NAMES = [
  ...(['measure', 'area', 'from', 'to'] as const),
  ...FILTER_NAMES,
  ...(['asOf', 'versions', 'editions'] as const),
] as const;

/**
 * Keeps of an address what a page understands, in one order, so that equal views have equal addresses. Codes are kept as they
 * come: the API is the judge of them.
 * @param own parameters of the page itself
 */
export function tidySearch(raw: Readonly<Record<string, unknown>>, own: readonly string[] = []): Search {
  const pairs = [...COMMON_NAMES, ...own].map((name): [string, unknown] => [name, raw[name]]);
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );
}

/** What the address says now. @param own parameters of the page itself */
export function usePageSearch(own: readonly string[] = []): Search {
  return tidySearch(useSearch({ strict: false }), own);
}

/** Changes of one control that follow each other this quickly are one step of the browser's history. */
const SAME_STEP_MS = 1_000;

/** Writes what was chosen into the address, which is where the page reads it from. @param tidy what the page keeps of one */
export function useChange(tidy: (raw: Record<string, unknown>) => object): Change {
  const navigate = useNavigate();
  const last = useRef({ control: '', at: 0 });
  return (patch) => {
    const control = Object.keys(patch).join();
    const replace = control === last.current.control && Date.now() - last.current.at < SAME_STEP_MS;
    last.current = { control, at: Date.now() };
    const search = (before: object): never => tidy({ ...before, ...patch }) as never;
    void navigate({ to: '.', search, replace, resetScroll: false });
  };
}

/** The same for a page that keeps `tidySearch`. */
export function usePageChange(own: readonly string[] = []): Change {
  return useChange((raw) => tidySearch(raw, own));
}

/** Which past state of knowledge a view is pinned to, as parameters of every call. */
export interface Pins {
  asOf?: string;
  versions?: string;
  editions?: string;
}

const PIN_NAMES = ['asOf', 'versions', 'editions'] as const;

/** The pins of an address. A call about no measure takes no `versions`. */
export function pinsOf(search: Pins | Search): Pins {
  const all: Pins = search;
  return Object.fromEntries(
    PIN_NAMES.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  );
}

/** The filters of an address. */
export function filtersOf(search: Search): Partial<Record<FilterName, string>> {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}
