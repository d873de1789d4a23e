import { DIMENSIONS, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { isWholeQuarters } from '../access.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { ROW_MEMBERS } from '../schemas.js';
import { onlyBy, parseMeasureAsked, refuseCounts } from './asked-measure.js';
import { attendancesOnly } from './attendances-only.js';
import { controlledCounts, type ControlledAnswer, type ControlledRow } from './controlled-counts.js';
import { funnelOf, isInFunnel, type Funnel } from './funnel-plot.js';
import type { FunnelBody, FunnelLine, FunnelPoint } from './funnel.schemas.js';
import { codeColumn, MEMBER_MEANINGS } from './measure-call.js';
import { measureRow } from './measure-rows.js';

/** What a funnel may be drawn of. */
export const FUNNEL_UNITS = [
  'provider',
  'activity_provider',
  'icb',
  'sub_icb',
  'pcn',
  'practice',
] as const satisfies readonly Breakdown[];
type FunnelUnits = (typeof FUNNEL_UNITS)[number];

/** A measure of many units against their size: which of them differ by more than chance. */
export function funnelCall({ query, providers }: Asking): DataCall<FunnelBody> {
  const { measure, asked } = parseMeasureAsked(query, { providers, byMax: 1, without: ['of'] });
  refuseCounts(measure);
  const by = onlyBy(asked, FUNNEL_UNITS) ?? 'provider';
  return {
    name: 'funnel',
    asked: { ...asked, by: [by] },
    own: { measure: measure.id, version: measure.version },
    compute: (basis) => funnelBody(measure, by, basis),
    tables: ({ points, lines }) => [pointsTable(by, points), linesTable(lines)],
  };
}

/** The units that a funnel compares, and which of them have no name for the asker. */
interface Compared {
  rows: readonly ControlledRow[];
  unnamed: ReadonlySet<ControlledRow>;
  excluded: ControlledAnswer['excluded'];
  /** The strictest that a row is controlled by. */
  profile: Basis['profile'];
}

async function funnelBody(
  measure: MeasureDefinition,
  by: FunnelUnits,
  basis: Basis,
): Promise<Made<FunnelBody>> {
  const { rows, unnamed, excluded, profile } = await comparedUnits(measure, by, basis);
  const unknown = Object.keys(DIMENSIONS[by].unknown);
  const units = rows.filter(({ key: [code = ''] }) => !unknown.includes(code));
  const compares = by === 'provider' && ['attendance', 'dna'].includes(measure.id);
  const outside = compares ? await attendancesOnly(basis) : new Set<string>();
  const isInside = (row: ControlledRow): boolean => isInFunnel(row) && !outside.has(row.key[0] ?? '');
  const inside = units.filter(isInside);
  const funnel = funnelOf(inside, profile);
  const { places, ...drawn } = funnel;
  const placed = new Map(inside.map((row, nth) => [row, places[nth]]));
  const seen = units.filter((row) => isInside(row) || !unnamed.has(row));
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit, ...drawn },
      points: named(seen, unnamed).map(({ row, other }) => ({
        ...pointOf(row, measure, by, other),
        ...(placed.get(row) ?? { place: null, adjusted: null }),
        ...(outside.has(row.key[0] ?? '') && { flags: ['attendances_only' as const] }),
      })),
      unnamed: units.length - seen.length,
    },
    excluded,
    notes: funnelNotes(inside.length, unnamed.size > 0, funnel, profile),
  };
}

async function comparedUnits(measure: MeasureDefinition, by: FunnelUnits, basis: Basis): Promise<Compared> {
  const { rows, excluded } = await controlledCounts(basis, measure, [by]);
  const own = by === 'provider' ? basis.ownProviders : undefined;
  if (own === undefined) return { rows, excluded, unnamed: new Set(), profile: basis.profile };
  const others = (await controlledCounts(benchmarkBasis(basis), measure, [by])).rows.filter(
    ({ key: [code = ''] }) => !own.includes(code),
  );
  return { rows: [...rows, ...others], excluded, unnamed: new Set(others), profile: 'hes' };
}

/**
 * What a provider may see of all others: counts as analysts see them, without names, of everything over whole quarters.
 * @throws {Problem} 400 not_a_benchmark: a filter could be made to fit one of them alone.
 */
function benchmarkBasis(basis: Basis): Basis {
  const { filters, ...question } = basis.question;
  if (Object.keys(filters).every((name) => name === 'provider') && isWholeQuarters(question))
    return {
      ...{ ...basis, scope: { kind: 'everything' }, profile: 'hes', level: 'sub_national' },
      question: { ...question, filters: {} },
    };
  const detail = 'Among other providers your own is shown over whole quarters, with no filter but provider.';
  throw new Problem(400, 'not_a_benchmark', detail, { parameter: 'by' });
}

/** Those without a name come last, by what is shown of them: the order tells nothing more. */
function named(
  rows: readonly ControlledRow[],
  unnamed: ReadonlySet<ControlledRow>,
): { row: ControlledRow; other?: string }[] {
  const size = ({ shown }: ControlledRow): number => shown.denominator ?? 0;
  const counted = ({ shown }: ControlledRow): number => shown.numerator ?? 0;
  const others = rows
    .filter((row) => unnamed.has(row))
    .sort((a, b) => size(a) - size(b) || counted(a) - counted(b));
  return [
    ...rows.filter((row) => !unnamed.has(row)).map((row) => ({ row })),
    ...others.map((row, nth) => ({ row, other: `other-${nth + 1}` })),
  ];
}

type FunnelRow = Omit<FunnelPoint, 'place' | 'adjusted' | 'flags'>;

function pointOf(row: ControlledRow, measure: MeasureDefinition, by: FunnelUnits, other?: string): FunnelRow {
  const { flags: _, [by]: code, ...figures } = measureRow(row, { measure, by: [by], asOf: Infinity });
  return other === undefined
    ? { ...(code !== undefined && { [by]: code }), ...figures }
    : { other, ...figures };
}

function funnelNotes(
  inside: number,
  isBenchmark: boolean,
  { overdispersion: { phi } }: Funnel,
  profile: Basis['profile'],
): string[] {
  return [
    ...(isBenchmark ? ['Other providers are shown as analysts see them, without names.'] : []),
    ...(profile === 'none'
      ? []
      : ['Average and limits are worked out from the counts shown, places from the exact ones.']),
    ...(inside > 0 && phi === null
      ? ['With fewer than five units in the funnel, overdispersion is not told.']
      : []),
  ];
}

function pointsTable(by: FunnelUnits, points: readonly FunnelPoint[]): Table {
  return {
    name: 'funnel',
    columns: [
      codeColumn(by),
      ...ROW_MEMBERS.map((name) => ({ name, meaning: MEMBER_MEANINGS[name] })),
      { name: 'place', meaning: 'Among the limits of chance alone' },
      { name: 'adjusted', meaning: 'Among the limits that allow for overdispersion' },
      { name: 'flags', meaning: 'Why it stands outside the funnel' },
    ],
    rows: points.map((point) => [
      point[by] ?? point.other ?? '',
      ...ROW_MEMBERS.map((member): Cell => (point.suppressed?.includes(member) ? WITHHELD : point[member])),
      ...[point.place, point.adjusted, (point.flags ?? []).join(' ')],
    ]),
  };
}

const LIMITS = ['inner', 'outer'] as const;
const SIDES = ['lower', 'upper'] as const;
const LEVELS = { inner: '95%', outer: '99.8%' } as const;

function linesTable(lines: readonly FunnelLine[]): Table {
  const kinds = ['chance', 'adjusted'] as const;
  const columns = kinds.flatMap((kind) =>
    LIMITS.flatMap((level) => SIDES.map((side) => ({ kind, level, side }))),
  );
  return {
    name: 'lines',
    columns: [
      { name: 'size', meaning: 'A denominator' },
      ...columns.map(({ kind, level, side }) => ({
        name: [kind, level, side].join('_'),
        meaning: `${side === 'lower' ? 'Lower' : 'Upper'} ${LEVELS[level]} limit, ${
          kind === 'chance' ? 'of chance alone' : 'allowing for overdispersion'
        }`,
      })),
    ],
    rows: lines.map((line) => [
      line.size,
      ...columns.map(({ kind, level, side }) => line[kind]?.[level][side] ?? null),
    ]),
  };
}
