import type { Pathway } from '@waymark/pathways';
import type { Params } from '../literals.js';
import type { Warehouse } from '../warehouse.js';

const INSTANTS = [
  'referred_at',
  'first_contact_at',
  'first_booked_at',
  'first_booked_start',
  'first_attended_at',
  'last_attended_at',
  'programme_at',
] as const satisfies (keyof Pathway)[];

const INSTANT_LISTS = [
  'referral_at',
  'answer_at',
  'closing_at',
  'session_start',
  'contact_at',
  'role_at',
  'programme_time',
  'measure_at',
] as const satisfies (keyof Pathway)[];

/** A row of `pathways` with the columns that are not part of a pathway's meaning. */
export interface PathwayRow extends Pathway {
  journey: bigint;
  version: number;
}

/** SELECT of whole pathways in the shape of {@link Pathway}: instants as epoch ms. `where` may use `params`. */
export function selectPathways(database: string, where = '1'): string {
  const replaced = [
    ...INSTANTS.map((name) => `toUnixTimestamp64Milli(${name}) AS ${name}`),
    ...INSTANT_LISTS.map((name) => `arrayMap(at -> toUnixTimestamp64Milli(at), ${name}) AS ${name}`),
  ];
  return `SELECT * EXCEPT (journey, version, is_deleted) REPLACE (${replaced.join(', ')})
    FROM ${database}.pathways FINAL WHERE ${where} ORDER BY provider, subject`;
}

/** Pathways as the TypeScript fold gives them, by provider and subject. For tests, verification and single journeys. */
export async function readPathways(
  warehouse: Warehouse,
  database: string,
  where?: string,
  params: Params = {},
): Promise<Pathway[]> {
  return warehouse.query<Pathway>(selectPathways(database, where), params);
}
