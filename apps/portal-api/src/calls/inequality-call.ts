import { DIMENSIONS, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { slopeIndex, wilson, type Limits } from '@waymark/statistics';
import type { Basis, DataCall, Made, Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { onlyBy, parseMeasureAsked, refuseCounts } from './asked-measure.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';
import type { InequalityBody } from './inequality.schemas.js';
import { rowsTable } from './measure-call.js';
import { measureRow } from './measure-rows.js';
import { roundedTo } from './rounding.js';

export const DEPRIVATION = ['imd_decile', 'imd_quintile'] as const satisfies readonly Breakdown[];
type Deprivation = (typeof DEPRIVATION)[number];

/** Codes of the most deprived fifth. */
const CORE20: Readonly<Record<Deprivation, readonly string[]>> = {
  imd_decile: ['1', '2'],
  imd_quintile: ['1'],
};

/** A measure by deprivation, and how steeply it goes with it. */
export function inequalityCall({ query, providers }: Asking): DataCall<InequalityBody> {
  const { measure, asked } = parseMeasureAsked(query, { providers, byMax: 1, without: ['of'] });
  refuseCounts(measure);
  const by = onlyBy(asked, DEPRIVATION) ?? 'imd_decile';
  return {
    name: 'inequality',
    asked: { ...asked, by: [by] },
    own: { measure: measure.id, version: measure.version },
    compute: (basis) => inequalityBody(measure, by, basis),
    tables: ({ sii, rii, rows }) => [rowsTable('inequality', [by], rows), indicesTable({ sii, rii })],
  };
}

async function inequalityBody(
  measure: MeasureDefinition,
  by: Deprivation,
  basis: Basis,
): Promise<Made<InequalityBody>> {
  const { rows, excluded } = await controlledCounts(basis, measure, [by]);
  const { asOf } = basis.question;
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      ...indicesOf(rows, by, basis),
      rows: inOrder(rows, by).map((row) => ({
        ...measureRow(row, { measure, by: [by], asOf }),
        ...(CORE20[by].includes(row.key[0] ?? '') && { core20: true }),
      })),
    },
    excluded,
  };
}

/** Codes of a scale of deprivation, the most deprived first. */
const scaleOf = (by: Deprivation): string[] =>
  Object.keys(DIMENSIONS[by].codes ?? {}).sort((a, b) => Number(a) - Number(b));

/** By rank, not by text; what is not known last. */
function inOrder(rows: readonly ControlledRow[], by: Deprivation): ControlledRow[] {
  const scale = scaleOf(by);
  const rank = ({ key: [code = ''] }: ControlledRow): number =>
    scale.includes(code) ? scale.indexOf(code) : scale.length;
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

type Indices = Pick<InequalityBody, 'sii' | 'rii' | 'withheld'>;

const PEOPLE_MIN = 8;

/** Worked out on exact counts; under control only where every group has enough people on both sides. */
function indicesOf(rows: readonly ControlledRow[], by: Deprivation, { profile }: Basis): Indices {
  const groups = scaleOf(by).map((code) => rows.find(({ key }) => key[0] === code)?.exact);
  const known = groups.flatMap((group) => (group?.denominator ? [{ ...group, n: group.denominator }] : []));
  if (known.length < groups.length)
    return none(
      `No indices: a group of the scale has nobody in it${profile === 'none' ? '' : ', or too few people'}.`,
    );
  if (
    profile !== 'none' &&
    known.some(({ people }) => Math.min(people.numerator, people.remainder) < PEOPLE_MIN)
  )
    return none('No indices: a group has fewer than 8 people who are counted, or fewer than 8 who are not.');
  if (known.some(({ numerator, n }) => numerator === 0 || numerator === n))
    return none('No indices: in a group nobody is counted, or everybody, and such a share has no logit.');
  const { sii, siiLimits, rii, riiLimits } = slopeIndex(
    known.map(({ numerator, n }) => ({
      ...{ population: n, value: numerator / n, limits: wilson(numerator, n) },
    })),
    { scale: 'logit' },
  );
  const decimals = profile === 'none' ? undefined : 3;
  return { sii: indexOf(sii, siiLimits, decimals), rii: indexOf(rii, riiLimits, decimals) };
}

function none(withheld: string): Indices {
  return { sii: null, rii: null, withheld };
}

function indexOf(value: number, limits: Limits | null, decimals: number | undefined): Indices['sii'] {
  const released = (figure: number): number =>
    decimals === undefined ? figure : roundedTo(figure, decimals);
  return {
    value: released(value),
    lower: limits && released(limits.lower),
    upper: limits && released(limits.upper),
  };
}

function indicesTable({ sii, rii }: Pick<InequalityBody, 'sii' | 'rii'>): Table {
  const cells = (index: InequalityBody['sii']): (number | null)[] => [
    ...[index?.value ?? null, index?.lower ?? null, index?.upper ?? null],
  ];
  return {
    name: 'indices',
    columns: [
      { name: 'index', meaning: 'sii: slope index of inequality; rii: relative index' },
      { name: 'value', meaning: 'Least deprived end against the most deprived' },
      { name: 'lower', meaning: 'Lower 95% limit' },
      { name: 'upper', meaning: 'Upper 95% limit' },
    ],
    rows: [
      ['sii', ...cells(sii)],
      ['rii', ...cells(rii)],
    ],
  };
}
