import { BREAKDOWNS, ROLE_BREAKDOWNS, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { countCells } from '@waymark/warehouse';
import { invalidParameter, type Values } from '../asked.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { ROW_MEMBERS } from '../schemas.js';
import { onlyBy, parseMeasureAsked, refuseCounts } from './asked-measure.js';
import type { ComparedRow, CompareBody, Split } from './compare.schemas.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';
import { codeColumn, MEMBER_MEANINGS, notesOf } from './measure-call.js';
import { measureRow } from './measure-rows.js';
import { adjustedOf, cellsByArea, reference, splitOf, type Cells } from './standardised.js';

/** What may be compared. */
export const COMPARED = [
  'region',
  'icb',
  'sub_icb',
  'pcn',
  'practice',
  'provider',
  'activity_provider',
  ...ROLE_BREAKDOWNS,
  'quarter',
  'year',
] as const satisfies readonly Breakdown[];

/** What people may be made alike by: what they were when they came. */
export const ADJUSTING = [
  'imd_quintile',
  'imd_decile',
  'age_band',
  'sex',
  'ethnicity',
  'ethnic_category',
  'route',
  'activity',
  'activity_based',
] as const satisfies readonly Breakdown[];
type Adjusting = (typeof ADJUSTING)[number];
const ADJUST_MAX = 3;
export const ADJUST_DEFAULT: readonly Adjusting[] = ['imd_quintile', 'age_band', 'sex'];

/** Areas, providers, who supported people, or periods, as they are, and as they would be had they the same people (indirect standardisation). */
export function compareCall({ query, providers }: Asking): DataCall<CompareBody> {
  const own = ['adjust'];
  const { measure, asked, values } = parseMeasureAsked(query, { own, providers, byMax: 1, without: ['of'] });
  refuseCounts(measure);
  const by = onlyBy(asked, COMPARED) ?? 'icb';
  const adjust = adjustOf(values);
  return {
    name: 'compare',
    // What may be seen is judged by all that is looked at: an area by age, sex and deprivation.
    asked: { ...asked, by: [by, ...adjust] },
    own: { measure: measure.id, version: measure.version, adjust },
    compute: (basis) => compareBody(measure, [by, adjust], basis),
    tables: ({ rows, split }) => [rowsTable(by, rows), splitTable(split)],
  };
}

/** @throws {Problem} 400 unknown_code, invalid_parameter. */
function adjustOf(values: Values): Adjusting[] {
  const text = values.get('adjust');
  if (text === undefined) return [...ADJUST_DEFAULT];
  const adjust = text.split(',').map((name) => {
    const found = ADJUSTING.find((each) => each === name);
    if (found !== undefined) return found;
    const detail = 'People are made alike by none such; `allowed` lists what they are.';
    throw new Problem(400, 'unknown_code', detail, { parameter: 'adjust', allowed: ADJUSTING });
  });
  if (adjust.length <= ADJUST_MAX && new Set(adjust).size === adjust.length)
    return BREAKDOWNS.filter((breakdown): breakdown is Adjusting =>
      (adjust as readonly Breakdown[]).includes(breakdown),
    );
  throw invalidParameter('adjust', `at most ${ADJUST_MAX} breakdowns, each once`);
}

async function compareBody(
  measure: MeasureDefinition,
  [by, adjust]: [Breakdown, readonly Adjusting[]],
  basis: Basis,
): Promise<Made<CompareBody>> {
  const { warehouse, tables, question, scope } = basis;
  const { rows, excluded } = await controlledCounts(basis, measure, [by]);
  const cells = await countCells(warehouse, tables, { ...question, by: [by, ...adjust], measure }, scope);
  const areas = cellsByArea(cells);
  const rates = reference(areas.values());
  const cellsOf = ({ key: [code = ''] }: ControlledRow): Cells => areas.get(code) ?? new Map();
  const pair = question.filters[by]?.length === 2 && rows.length === 2 ? rows : [];
  const [first, second] = pair.map((row) => ({ row, cells: cellsOf(row) }));
  const split = first && second ? splitOf(first, second, basis) : null;
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit, adjust: [...adjust], split },
      rows: rows.map((row) => {
        const { suppressed, ...plain } = measureRow(row, { measure, by: [by], asOf: question.asOf });
        const adjusted = adjustedOf(row, cellsOf(row), rates, basis);
        return {
          ...plain,
          adjusted,
          ...(suppressed && { suppressed: [...suppressed, 'adjusted' as const] }),
        };
      }),
    },
    excluded,
    notes: [...notesOf([by]), ...compareNotes(measure, pair.length === 2 && split === null)],
  };
}

function compareNotes({ counting }: MeasureDefinition, isHeld: boolean): string[] {
  return [
    'Expected had the rates of the whole answer held in each area, for people alike by what is adjusted for; for nothing else.',
    ...(counting.over === 'sessions'
      ? ['Sessions of one person go together: the limits of the ratio are too narrow.']
      : []),
    ...(isHeld ? ['The difference is not parted: it rests on counts of too few people.'] : []),
  ];
}

const ADJUSTED_COLUMNS = {
  expected: 'Had the rates of the whole answer held in the area',
  ratio: 'Observed over expected',
  lower: 'Lower 95% limit of the ratio',
  upper: 'Upper 95% limit of the ratio',
} as const;
const ADJUSTED_MEMBERS = Object.keys(ADJUSTED_COLUMNS) as (keyof typeof ADJUSTED_COLUMNS)[];

function rowsTable(by: Breakdown, rows: readonly ComparedRow[]): Table {
  const held = (row: ComparedRow, member: (typeof ROW_MEMBERS)[number] | 'adjusted', cell: Cell): Cell =>
    row.suppressed?.includes(member) ? WITHHELD : cell;
  return {
    name: 'compare',
    columns: [
      codeColumn(by),
      ...ROW_MEMBERS.map((name) => ({ name, meaning: MEMBER_MEANINGS[name] })),
      ...ADJUSTED_MEMBERS.map((name) => ({
        name: ['lower', 'upper'].includes(name) ? `ratio_${name}` : name,
        meaning: ADJUSTED_COLUMNS[name],
      })),
      { name: 'flags', meaning: 'What to keep in mind about the row' },
    ],
    rows: rows.map((row) => [
      row[by] ?? '',
      ...ROW_MEMBERS.map((member) => held(row, member, row[member])),
      ...ADJUSTED_MEMBERS.map((member) => held(row, 'adjusted', row.adjusted?.[member] ?? null)),
      (row.flags ?? []).join(' '),
    ]),
  };
}

function splitTable(split: Split): Table {
  return {
    name: 'split',
    columns: [
      { name: 'first', meaning: 'Code of the one' },
      { name: 'second', meaning: 'Code of the other' },
      { name: 'difference', meaning: 'Value of the first less that of the second' },
      { name: 'mix', meaning: 'The part that comes from who is referred' },
      { name: 'rates', meaning: 'The part that comes from what happens to like people' },
    ],
    rows: split ? [[split.first, split.second, split.difference, split.mix, split.rates]] : [],
  };
}
