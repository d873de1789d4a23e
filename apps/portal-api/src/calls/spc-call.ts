import { periodHolding } from '@waymark/disclosure';
import { isByTime, TIME_BREAKDOWNS, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import type { CohortQuestion } from '@waymark/warehouse';
import { invalidParameter, oneOf, type Values } from '../asked.js';
import { leavesUnlisted } from '../base-cells/leaves-unlisted.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { parseMeasureAsked } from './asked-measure.js';
import { controlChart, everyPeriod, isEnough, type ChartPeriod, type ChartRules } from './control-chart.js';
import { controlledCounts, type ControlledAnswer, type ControlledRow } from './controlled-counts.js';
import { codeColumn, notesOf } from './measure-call.js';
import { periodFlags } from './measure-rows.js';
import { isCut, type PeriodLength } from './periods.js';
import type { SpcBody, SpcChart, SpcPoint } from './spc.schemas.js';

/** A measure over time as control charts (XmR, by the rules of NHS England's Making Data Count), one for each group. */
export function spcCall({ query, providers }: Asking): DataCall<SpcBody> {
  const own = ['target', 'improvement', 'rebase', 'screening'];
  const read = parseMeasureAsked(query, { own, providers, byMax: 1, without: ['of', ...TIME_BREAKDOWNS] });
  const { measure, values } = read;
  refuseOutOfTime(measure, read.asked.by);
  const [by] = read.asked.by;
  const rules = rulesOf(measure, values);
  const { improvement, target, rebase, screen } = rules;
  return {
    name: 'spc',
    // What may be seen is judged by what is looked at: a group by month.
    asked: { ...read.asked, by: [...read.asked.by, 'month'] },
    own: {
      ...{ measure: measure.id, version: measure.version, improvement, screening: screen },
      ...(target !== undefined && { target }),
      ...(rebase.length > 0 && { rebase }),
    },
    compute: (basis) => chartsBody(measure, by, rules, basis),
    tables: ({ charts }) => [pointsTable(by, charts), chartsTable(by, charts)],
  };
}

/** @throws {Problem} 400 not_by_time, breakdown_not_here. */
function refuseOutOfTime(measure: MeasureDefinition, by: readonly Breakdown[]): void {
  if (!isByTime(measure.counting)) {
    const detail = 'This measure has no end in time: a chart of it would bend towards today.';
    throw new Problem(400, 'not_by_time', detail, { parameter: 'measure' });
  }
  const time: readonly Breakdown[] = TIME_BREAKDOWNS;
  if (by.some((breakdown) => time.includes(breakdown)))
    throw invalidParameter(
      'by',
      'a breakdown other than by time: the chart itself is by month',
      'breakdown_not_here',
    );
}

function rulesOf(measure: MeasureDefinition, values: Values): ChartRules {
  const target = numberOf('target', values);
  return {
    improvement: oneOf('improvement', ['increase', 'decrease', 'neutral'], values) ?? measure.improvement,
    ...(target !== undefined && { target }),
    rebase: monthsOf('rebase', values),
    // Off, as in NHS England's own workbook; NHSRplotthedots has it on.
    screen: oneOf('screening', ['true', 'false'], values) === 'true',
    unit: measure.unit,
  };
}

function numberOf(name: string, values: Values): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  if (/^\d{1,7}(\.\d{1,9})?$/.test(text)) return Number(text);
  throw invalidParameter(name, 'a number in the unit of the measure; proportions from 0 to 1');
}

function monthsOf(name: string, values: Values): string[] {
  const months = [...new Set(values.get(name)?.split(',') ?? [])].sort();
  if (months.every((month) => /^20\d\d-(0[1-9]|1[0-2])$/.test(month))) return months;
  throw invalidParameter(name, 'months such as 2025-04, separated by commas');
}

async function chartsBody(
  measure: MeasureDefinition,
  by: Breakdown | undefined,
  rules: ChartRules,
  basis: Basis,
): Promise<Made<SpcBody>> {
  const counted = (length: PeriodLength): Promise<ControlledAnswer> =>
    controlledCounts(basis, measure, by === undefined ? [length] : [by, length]);
  const monthly = await counted('month');
  const months = groupsOf(monthly, basis, by, 'month');
  const areFew = [...months.values()].some((periods) => !isEnough(periods, rules, basis.profile));
  const quarters = areFew
    ? groupsOf(await counted('quarter'), basis, by, 'quarter')
    : new Map<string, ChartPeriod[]>();
  const charts = [...months].map(([code, periods]) => ({
    ...(by !== undefined && { [by]: code }),
    ...chartOf(periods, quarters.get(code) ?? [], rules, basis),
  }));
  const { improvement, target = null, screen } = rules;
  return {
    body: {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      ...{ improvement, target, screened: screen, charts },
    },
    excluded: monthly.excluded,
    notes: [...notesOf(by === undefined ? [] : [by]), ...chartNotes(charts, rules, basis)],
  };
}

function groupsOf(
  { rows }: ControlledAnswer,
  basis: Basis,
  by: Breakdown | undefined,
  length: PeriodLength,
): Map<string, ChartPeriod[]> {
  const { question } = basis;
  const its = by === undefined ? [length] : [by, length];
  const unlisted = leavesUnlisted({ ...question, by: its }, basis);
  const groups = new Map<string, ChartPeriod[]>();
  for (const counted of rows) {
    const [period = '', code = ''] = [...counted.key].reverse();
    const flags = flagsOf(counted, period, question, its);
    groups.set(code, [...(groups.get(code) ?? []), { period, counted, flags }]);
  }
  return new Map([...groups].map(([code, periods]) => [code, everyPeriod(periods, unlisted)]));
}

function flagsOf(
  { exact }: ControlledRow,
  period: string,
  { asOf, from, to }: CohortQuestion,
  by: readonly Breakdown[],
): ChartPeriod['flags'] {
  const flags = periodFlags(exact, { by, asOf });
  const isPart = flags.includes('partial') || (period.includes('Q') && isCut(period, { from, to }));
  return [
    ...(isPart ? ['partial' as const] : []),
    ...(flags.includes('immature') ? ['immature' as const] : []),
  ];
}

const TOO_FEW =
  'No chart: fewer than 20 people stand behind a quarter. A later beginning, or fewer filters, may leave enough in each.';

function chartOf(
  months: readonly ChartPeriod[],
  quarters: readonly ChartPeriod[],
  rules: ChartRules,
  { profile }: Basis,
): Pick<SpcChart, 'period' | 'variation' | 'assurance' | 'trial' | 'points' | 'withheld'> {
  if (isEnough(months, rules, profile)) return { period: 'month', ...controlChart(months, rules) };
  if (isEnough(quarters, rules, profile)) {
    const rebase = [...new Set(rules.rebase.map((month) => periodHolding(month, 'quarter')))];
    return { period: 'quarter', ...controlChart(quarters, { ...rules, rebase }) };
  }
  return { period: 'quarter', variation: null, assurance: null, trial: [], points: [], withheld: TOO_FEW };
}

function chartNotes(charts: readonly SpcChart[], { rebase }: ChartRules, { profile }: Basis): string[] {
  const drawn = charts.filter(({ withheld }) => withheld === undefined);
  const starts = new Set(drawn.flatMap(({ points }) => points.map(({ period }) => period)));
  const isThere = (month: string): boolean =>
    starts.has(month) || starts.has(periodHolding(month, 'quarter'));
  return [
    ...(drawn.some(({ period }) => period === 'quarter')
      ? ['By quarter where fewer than 20 people stand behind a month.']
      : []),
    ...(profile === 'none'
      ? []
      : [
          'Values and limits are worked out from the counts shown, signals from the exact ones: a point may lie otherwise than it is marked.',
        ]),
    ...(rebase.every(isThere) ? [] : ['A month of `rebase` has no point: it changes nothing.']),
  ];
}

const POINT_COLUMNS = {
  period: 'Month or quarter',
  numerator: 'How many of the denominator are counted',
  denominator: 'How many could have been',
  value: 'In the unit of the measure',
  range: 'Moving range: how far from the point before it',
  mean: 'Of the stretch between rebasings',
  lower: 'Lower process limit',
  upper: 'Upper process limit',
  stretch: 'Between rebasings, from 0',
  type: 'Common cause, improvement, concern, or neutral',
  rule: 'The first rule broken',
  side: 'Whether high or low',
} as const satisfies Partial<Record<keyof SpcPoint, string>>;
const POINT_MEMBERS = Object.keys(POINT_COLUMNS) as (keyof typeof POINT_COLUMNS)[];

function pointsTable(by: Breakdown | undefined, charts: readonly SpcChart[]): Table {
  const cell = (point: SpcPoint, member: keyof typeof POINT_COLUMNS): Cell =>
    (point.suppressed as readonly string[] | undefined)?.includes(member) ? WITHHELD : point[member];
  return {
    name: 'spc',
    columns: [
      ...(by === undefined ? [] : [codeColumn(by)]),
      ...POINT_MEMBERS.map((name) => ({ name, meaning: POINT_COLUMNS[name] })),
      { name: 'flags', meaning: 'Why the point is left out of the limits' },
    ],
    rows: charts.flatMap((chart) =>
      chart.points.map((point) => [
        ...codeOf(by, chart),
        ...POINT_MEMBERS.map((member) => cell(point, member)),
        (point.flags ?? []).join(' '),
      ]),
    ),
  };
}

function chartsTable(by: Breakdown | undefined, charts: readonly SpcChart[]): Table {
  return {
    name: 'charts',
    columns: [
      ...(by === undefined ? [] : [codeColumn(by)]),
      { name: 'period', meaning: 'Whether its points are months or quarters' },
      { name: 'variation', meaning: 'Icon of the last point' },
      { name: 'assurance', meaning: 'Icon against the target' },
      { name: 'withheld', meaning: 'Why there is no chart' },
    ],
    rows: charts.map((chart) => [
      ...codeOf(by, chart),
      ...[chart.period, chart.variation, chart.assurance, chart.withheld ?? ''],
    ]),
  };
}

function codeOf(by: Breakdown | undefined, chart: SpcChart): string[] {
  return by === undefined ? [] : [chart[by] ?? ''];
}
