import { BREAKDOWNS, RATE_BREAKDOWNS, type Breakdown, type RateMeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { rate } from '@waymark/statistics';
import { parseAsked, type Asked } from '../asked.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import type { MeasureBody, Row } from '../schemas.js';
import { besideReferrals } from './by-referral.js';
import { controlledRates, type ControlledRate } from './controlled-rates.js';
import { measureOf, notesOf, pinVersion, rowsTable } from './measure-call.js';
import { periodFlags, shownRow } from './measure-rows.js';
import { placeFlags, type RowFlag } from './row-flags.js';

const isRateBreakdown = (name: Breakdown): boolean => RATE_BREAKDOWNS.some((known) => known === name);

/**
 * A rate among registered patients, broken down and filtered by what patients are known by.
 * @throws {Problem} 400 breakdown_not_here, registered_only, and as `parseAsked` does.
 */
export function rateCall(
  measure: RateMeasureDefinition,
  { query, providers }: Asking,
): DataCall<MeasureBody> {
  const { asked, values } = parseAsked(query, { own: ['versions'], providers });
  refuseWhatPatientsLack(asked);
  pinVersion(measure, values.get('versions'));
  return {
    ...{ name: 'measures', asked, own: { measure: measure.id, version: measure.version } },
    compute: (basis) => rateBody(measure, basis),
    tables: ({ rows }) => [besideReferrals(ratesTable(measure.id, asked.by, rows), rows, asked.unit)],
  };
}

function refuseWhatPatientsLack({ by, filters, areas }: Asked): void {
  const lacking = BREAKDOWNS.find(
    (name) => !isRateBreakdown(name) && (by.includes(name) || filters[name] !== undefined),
  );
  if (lacking !== undefined) {
    const detail = 'Registered patients are not known by that; `allowed` lists by what they are.';
    const parameter = by.includes(lacking) ? 'by' : lacking;
    throw new Problem(400, 'breakdown_not_here', detail, { parameter, allowed: RATE_BREAKDOWNS });
  }
  if (areas === 'registered') return;
  const detail = 'Registered patients are where their practice is: this is not asked of where people live.';
  throw new Problem(400, 'registered_only', detail, { parameter: 'areas' });
}

async function rateBody(measure: RateMeasureDefinition, basis: Basis): Promise<Made<MeasureBody>> {
  const { rows, excluded } = await controlledRates(basis);
  const ofPlace = await placeFlags(basis, measureOf('referrals'));
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      rows: rows.map((row) => rateRow(row, basis.question, ofPlace)),
    },
    excluded,
    notes: notesOf(basis.question.by),
  };
}

const PER_PATIENTS = 1000;

/** The rate of what is shown, with the limits of a count: Byar's, exact below 10. */
function rateRow(
  row: ControlledRate,
  question: Pick<Basis['question'], 'by' | 'asOf'>,
  ofPlace: (key: readonly string[]) => RowFlag[],
): Row {
  const { suppressed, ...plain } = shownRow(row, question.by, 'count');
  const { patientYears, coverage } = row;
  const flags = [...periodFlags(row.exact, question), ...ofPlace(row.key)];
  return {
    ...plain,
    ...estimated(plain.numerator, patientYears),
    ...{ patientYears, coverage },
    ...(row.referrals && { referrals: row.referrals }),
    ...(suppressed && { suppressed: [...suppressed, 'lower', 'upper'] }),
    ...(flags.length > 0 && { flags }),
  };
}

function estimated(
  count: number | null,
  patientYears: number | null,
): Pick<Row, 'value' | 'lower' | 'upper'> {
  if (count === null || patientYears === null || patientYears === 0)
    return { value: null, lower: null, upper: null };
  const { value, lower, upper } = rate(count, patientYears, PER_PATIENTS);
  return { value, lower, upper };
}

const PATIENT_COLUMNS = [
  { name: 'patient_years', meaning: 'Registered patients x years of the practices that sent a referral' },
  { name: 'coverage', meaning: 'Their share of the patients of the area' },
];

function ratesTable(name: string, by: Asked['by'], rows: readonly Row[]): Table {
  const table = rowsTable(name, by, rows);
  const cells = (row: Row | undefined): Cell[] =>
    [row?.patientYears, row?.coverage].map((figure) => figure ?? (row?.suppressed ? WITHHELD : null));
  return {
    ...table,
    columns: [...table.columns, ...PATIENT_COLUMNS],
    rows: table.rows.map((each, nth) => [...each, ...cells(rows[nth])]),
  };
}
