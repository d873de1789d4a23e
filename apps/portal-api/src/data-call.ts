import type { CohortQuestion, Warehouse } from '@waymark/warehouse';
import type { Access } from './access.js';
import type { Asked } from './asked.js';
import type { Moment } from './moments.js';
import type { Envelope } from './schemas.js';

/** A question about data and the way to its answer: what differs between the calls of the portal. */
export interface DataCall<Body extends object = object> {
  /** As the audit topic names it. */
  name: string;
  asked: Asked;
  /** What else was asked, in plain values: part of the entity tag and of the audit record. */
  own: Readonly<Record<string, unknown>>;
  /** Makes the call's own part of the answer; what leaves here is controlled. */
  compute(basis: Basis): Promise<Made<Body>>;
  /** The answer as tables, for downloads. The first is the whole of a CSV file. */
  tables(answer: Envelope & Body): readonly Table[];
}

/** The call's own part, and what goes into the part common to all. */
export interface Made<Body extends object> {
  body: Body;
  /** What was left out, by why; `null` = withheld. */
  excluded: Readonly<Record<string, number | null>>;
  notes?: readonly string[];
}

/** What an answer is made from: tables of one instant, the question put to them, and what its asker may see. */
export interface Basis extends Access {
  warehouse: Warehouse;
  tables: { database: string };
  /** The generation that is shown now, with the records themselves: tables of a past instant do not hold them. */
  live: { database: string };
  /** The common part, ready for the warehouse. */
  question: CohortQuestion;
  /** Keeps what was worked out of these tables. */
  moment: Moment;
}

/** A rectangle of figures with a name of its own (at most 31 characters: a sheet of a workbook). */
export interface Table {
  name: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

export interface Column {
  /** In snake case, as in the answer. */
  name: string;
  /** For people, in a list of definitions. */
  meaning: string;
}

/** What stands for a count about too few people. */
export const WITHHELD = { withheld: true } as const;
export type Cell = string | number | null | typeof WITHHELD;
