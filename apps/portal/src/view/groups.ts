import { codeLabel, DIMENSIONS, type Breakdown } from '@waymark/measures';
import type { Areas, Envelope, Row } from '../api/schemas.js';
import type { Unit } from '../labels/numbers.js';
import type { Figure } from './rows.js';
import { placeName } from './view.js';

/** The figure of one group of people. */
export interface Group extends Omit<Figure, 'period'> {
  code: string;
  name: string;
}

/** The rows of an answer by one breakdown, in the order of its codes; what is not known comes last. */
export function groupsOf(rows: readonly Row[], by: Breakdown, unit: Unit, areas: Areas): Group[] {
  return rows
    .flatMap((row) => {
      const code = row[by];
      return typeof code === 'string' ? [groupOf(row, unit, code, rowName(by, code, areas))] : [];
    })
    .sort((a, b) => rankOf(by, a.code) - rankOf(by, b.code));
}

/** The figure of a row. */
export function groupOf(row: Row, unit: Unit, code: string, name: string): Group {
  const flags = row.flags ?? [];
  const numerator = row.numerator ?? null;
  const value = row.value ?? (unit === 'count' ? numerator : null);
  return {
    ...{ code, name, numerator, value, flags },
    denominator: row.denominator ?? null,
    lower: row.lower ?? null,
    upper: row.upper ?? null,
    withheld: value === null && (row.suppressed ?? []).length > 0,
    provisional: flags.includes('partial') || flags.includes('immature'),
  };
}

/** Areas with what an answer calls the places in it. */
export function named(areas: Areas, answer: Pick<Envelope, 'names'> | undefined): Areas {
  return answer?.names ? { ...areas, places: answer.names } : areas;
}

/** A name with its code, by which it is found elsewhere; "NHS Devon ICB - 15N" has its own. */
function placeText(code: string, name: string | undefined): string {
  if (name === undefined) return code;
  return name.split(' ').includes(code) ? name : `${name} (${code})`;
}

/** What a code of a breakdown is called. */
export function rowName(by: Breakdown, code: string, areas: Areas): string {
  if (by === 'icb' || by === 'region') return placeName(code, areas);
  if (by === 'provider' || by === 'activity_provider') {
    const known = areas.providers?.find((provider) => provider.code === code);
    if (known) return known.name;
  }
  const label = codeLabel(by, code) ?? placeText(code, areas.places?.[by]?.[code]);
  // "Not known" may be an answer of its own beside the row of those without one.
  const { codes, unknown } = DIMENSIONS[by];
  const twice = code in unknown && codes !== null && Object.values(codes).includes(label);
  return twice ? `${label} (nothing recorded)` : label;
}

/** Place of a code in its list; codes of open lists keep their order, and what is not known stands last. */
export function rankOf(by: Breakdown, code: string): number {
  const { codes, unknown } = DIMENSIONS[by];
  if (code in unknown) return 1_000;
  if (codes === null) return 0;
  const order = Object.keys(codes);
  return order.includes(code) ? order.indexOf(code) : 999;
}

/** Whether a code says that nothing is known or was said. */
export function isUnknown(by: Breakdown, code: string): boolean {
  return code in DIMENSIONS[by].unknown || code === 'not_known' || code === 'not_stated';
}
