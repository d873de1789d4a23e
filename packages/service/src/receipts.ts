import type { Registry } from './registry.js';

/** Something refused that day, grouped. Nothing of what was sent: names of the contract alone. */
export interface RefusedGroup {
  code: string;
  /** JSON Pointer into the event, by names of the contract; `*` stands for a place in a list. */
  pointer: string;
  count: number;
  /** ISO instants. */
  firstAt: string;
  lastAt: string;
}

/**
 * What one ingest process answered a provider on one day (London) beside what it accepted: it stands nowhere else, for what is
 * refused is not in the log. In the registry under provider, day and process, so that no process overwrites another's.
 */
export interface Receipts {
  provider: string;
  day: string;
  process: string;
  /** Answered as duplicates. */
  duplicates: number;
  refused: RefusedGroup[];
}

export const RECEIPTS = 'receipts';
/** Days that are kept: a month, and a week to come back to it. */
export const RECEIPT_DAYS = 38;

/** The provider's receipts from a day (`2026-03-01`) on, of every process. */
export function receiptsOf(registry: Registry, provider: string, from: string): Receipts[] {
  return registry
    .all<Receipts>(RECEIPTS)
    .filter((receipts) => receipts.provider === provider && receipts.day >= from);
}
