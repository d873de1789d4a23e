import { controlled, type ControlledCounts } from '@waymark/disclosure';
import { COUNTED_RATE, countRates, type RateRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import { addedUpExcluded, addedUpRows } from '../base-cells/add-up.js';
import { protectedCounts } from '../base-cells/protected-cells.js';
import { countsOf, ofReferrals } from './by-referral.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';
import { controlledExcluded } from './controlled-excluded.js';
import { measureOf } from './measure-call.js';

/** A row of a rate: the count as it may leave, and the patients that it is of. */
export interface ControlledRate extends ControlledRow {
  /** `null`: the count is withheld, and whose patients are counted would tell of it. */
  patientYears: number | null;
  /** Share of the patients of the area; `null` also where it has none. */
  coverage: number | null;
  /** Where persons are asked for: the count of every referral. */
  referrals?: ReturnType<typeof countsOf>;
}

export interface ControlledRates {
  rows: ControlledRate[];
  excluded: Readonly<Record<string, number | null>>;
}

/**
 * Referrals and the patients of the practices that sent them. Under control the count is a sum of base cells, withheld where one of
 * them is, or where the count of all referrals of the row is: the two differ by few, and the one would tell the other.
 */
export async function controlledRates(basis: Basis): Promise<ControlledRates> {
  const rates = await ratesAsAsked(basis);
  if (basis.question.unit === undefined) return rates;
  const { rows } = await ratesAsAsked({ ...basis, question: ofReferrals(basis) });
  const byKey = new Map(rows.map(({ key, shown }) => [JSON.stringify(key), countsOf(shown)]));
  return {
    ...rates,
    rows: rates.rows.map((row) => {
      const referrals = byKey.get(JSON.stringify(row.key));
      return { ...row, ...(referrals && { referrals }) };
    }),
  };
}

async function ratesAsAsked(basis: Basis): Promise<ControlledRates> {
  const { warehouse, tables, question, scope, profile, level } = basis;
  const exact = await countRates(warehouse, tables, question, scope);
  const some = exact.rows.filter(({ numerator }) => numerator > 0);
  if (profile === 'none') {
    const rows = some.map((row) => ({
      ...rateOf(row, controlled(row, profile, level)),
      ...{ patientYears: row.patientYears, coverage: coverageOf(row) },
    }));
    return { rows, excluded: exact.excluded };
  }
  const { isListed, isShown } = await referralsOf(basis);
  const counted = { name: 'rate', counted: COUNTED_RATE, hasDenominator: false };
  const cells = await protectedCounts(basis, counted);
  const shownOf = new Map(
    addedUpRows(cells, question, scope).map(({ key, shown }) => [JSON.stringify(key), shown]),
  );
  const rows = some.filter(isListed).map((row) => {
    const shown = isShown(row) ? shownOf.get(JSON.stringify(row.key)) : undefined;
    return { ...rateOf(row, shown ?? WITHHELD_COUNT), ...roundedPatients(row, shown ?? WITHHELD_COUNT) };
  });
  const excluded = addedUpExcluded(cells, question, scope);
  return { rows, excluded: controlledExcluded(excluded, basis) };
}

const WITHHELD_COUNT: ControlledCounts = { numerator: null, denominator: null, withheld: ['numerator'] };

function rateOf(exact: RateRow, shown: ControlledCounts): ControlledRow {
  return { key: exact.key, exact, shown };
}

function coverageOf({ patientYears, areaPatientYears }: RateRow): number | null {
  return areaPatientYears === 0 ? null : patientYears / areaPatientYears;
}

type IsRow = (row: Pick<RateRow, 'key'>) => boolean;

/** Which rows the count of all referrals has, and of which it is shown. */
async function referralsOf(basis: Basis): Promise<{ isListed: IsRow; isShown: IsRow }> {
  const { rows } = await controlledCounts(basis, measureOf('referrals'));
  const among = (some: readonly ControlledRow[]): IsRow => {
    const keys = new Set(some.map(({ key }) => JSON.stringify(key)));
    return ({ key }) => keys.has(JSON.stringify(key));
  };
  return { isListed: among(rows), isShown: among(rows.filter(({ shown }) => shown.numerator !== null)) };
}

const DIGITS = 3;
const COVERAGE_DIGITS = 2;

/** So few digits that no single practice is read from them among many. */
function roundedPatients(
  row: RateRow,
  { numerator }: ControlledCounts,
): Pick<ControlledRate, 'patientYears' | 'coverage'> {
  if (numerator === null) return { patientYears: null, coverage: null };
  const coverage = coverageOf(row);
  return {
    patientYears: Number(row.patientYears.toPrecision(DIGITS)),
    coverage: coverage === null ? null : Number(coverage.toFixed(COVERAGE_DIGITS)),
  };
}
