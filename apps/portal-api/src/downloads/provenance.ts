import type { DataCall } from '../data-call.js';
import type { Envelope } from '../schemas.js';

/** What an answer's figures are and how they were made, by name in snake case. */
export type Provenance = Readonly<Record<string, string | number>>;

/** How a file tells what its figures are. */
export interface Telling {
  /** Path and query that were asked: with the instant pinned, they give the same figures again. */
  address: string;
  /** What stands for a count about too few people. */
  withheld: string;
}

export function provenance(call: DataCall, answer: Envelope, { address, withheld }: Telling): Provenance {
  const { scope, settling } = answer;
  return {
    ...measureOf(answer),
    filters: pairs(answer.filters, withheld),
    scope: [scope.kind, ...(scope.boards ?? scope.providers ?? [])].join(' '),
    as_of: answer.asOf,
    boundaries: answer.boundaries,
    areas: answer.areas,
    ...(call.asked.unit && { per: call.asked.unit }),
    ...(call.asked.panel && { panel: call.asked.panel }),
    ...(call.asked.gap !== undefined && { gap: call.asked.gap }),
    disclosure_profile: answer.profile,
    editions: answer.editions.map(({ id, synthetic }) => (synthetic ? `${id} (synthetic)` : id)).join(' '),
    build: answer.build,
    excluded: pairs(answer.excluded, withheld),
    ...(settling && { settling: settling.lag }),
    ...(answer.notes && { notes: answer.notes.join(' ') }),
    link: pinnedAt(address, answer),
  };
}

/** The measure's own members, of calls that answer one. */
function measureOf(answer: Envelope & { measure?: unknown; version?: unknown; unit?: unknown }): Provenance {
  const { measure, version, unit } = answer;
  return {
    ...(typeof measure === 'string' && { measure }),
    ...(typeof version === 'number' && { measure_version: version }),
    ...(typeof unit === 'string' && { unit }),
  };
}

/** The same question, as of the same instant, on the same edition. */
export function pinnedAt(address: string, { asOf, editions }: Pick<Envelope, 'asOf' | 'editions'>): string {
  const url = new URL(address, 'http://waymark.invalid');
  url.searchParams.set('asOf', asOf);
  if (editions[0]) url.searchParams.set('editions', editions[0].id);
  return `${url.pathname}?${url.searchParams.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}

type Pairs = Readonly<Record<string, string | number | null | readonly string[] | undefined>>;

function pairs(record: Pairs, withheld: string): string {
  return Object.entries(record)
    .map(([name, value]) => `${name}=${value === null ? withheld : String(value)}`)
    .join(';');
}
