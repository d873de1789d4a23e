import type { Breakdown } from '@waymark/measures';
import { wilson } from '@waymark/statistics';
import { parseAsked } from '../asked.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { controlledPathway, type StageCounts } from './controlled-stages.js';
import { codeColumn, measureOf, notesOf } from './measure-call.js';
import { periodFlags } from './measure-rows.js';
import {
  STAGE_NAMES,
  type PathwayBody,
  type PathwayRow,
  type Share,
  type StageName,
} from './pathway.schemas.js';

/** What reaches each stage, by its measure; `referrals` counts them all. */
const MEASURE_OF: Readonly<Record<StageName, string>> = {
  offered: 'referrals',
  accepted: 'accepted',
  contacted: 'contact.14d',
  booked: 'uptake.booked',
  started: 'uptake.first_session',
  retained_12w: 'retained.of_referred.12w',
  completed: 'completed.of_referred',
};
const STAGES = STAGE_NAMES.map((stage) => ({ stage, measure: measureOf(MEASURE_OF[stage]) }));

/** Where people are lost between the offer and completion: all stages of one cohort, referrals mature for the last of them. */
export function pathwayCall({ query, providers }: Asking): DataCall<PathwayBody> {
  const { asked } = parseAsked(query, { providers, byMax: 1, without: ['of'] });
  const [by] = asked.by;
  return {
    ...{ name: 'pathway', asked, own: {} },
    compute: (basis) => pathwayBody(by, basis),
    tables: ({ rows }) => [pathwayTable(by, rows)],
  };
}

async function pathwayBody(by: Breakdown | undefined, basis: Basis): Promise<Made<PathwayBody>> {
  const stages = STAGES.slice(1).map(({ measure }) => measure);
  const { rows, excluded } = await controlledPathway(basis, stages);
  return {
    body: {
      stages: STAGES.map(({ stage, measure: { id, version } }) => ({ stage, measure: id, version })),
      rows: rows.flatMap((row) => stageRows(row, by, basis)),
    },
    excluded,
    notes: [
      'Whoever reached a later stage counts as having reached those before it.',
      ...(basis.profile === 'none'
        ? []
        : [
            'Added up of years, or what else makes up the period: a stage withheld in one is withheld in the sum.',
          ]),
      ...notesOf(by === undefined ? [] : [by]),
    ],
  };
}

const STARTED = STAGE_NAMES.indexOf('started');

function stageRows(row: StageCounts, by: Breakdown | undefined, basis: Basis): PathwayRow[] {
  const { key, shown: counts, isImmature } = row;
  const period = { key, excluded: {} };
  const isPartial =
    periodFlags(period, { by: by === undefined ? [] : [by], asOf: basis.question.asOf }).length > 0;
  const flags = [...(isPartial ? ['partial' as const] : []), ...(isImmature ? ['immature' as const] : [])];
  return STAGE_NAMES.map((stage, nth) => {
    const count = counts[nth] ?? null;
    const parts = {
      count,
      previous: nth === 0 ? undefined : shareOf(count, counts[nth - 1]),
      referred: shareOf(count, counts[0]),
      starters: nth < STARTED ? undefined : shareOf(count, counts[STARTED]),
    };
    const suppressed = MEMBERS.filter((member) => parts[member] === null);
    return {
      ...(by !== undefined && { [by]: key[0] }),
      ...{ stage, count, previous: parts.previous ?? null },
      ...{ referred: parts.referred ?? null, starters: parts.starters ?? null },
      ...(suppressed.length > 0 && { suppressed }),
      ...(flags.length > 0 && { flags }),
    };
  });
}

const MEMBERS = ['count', 'previous', 'referred', 'starters'] as const;

/** `null`: withheld with one of its counts. Of nobody there is no share. */
function shareOf(part: number | null, whole: number | null | undefined): Share | undefined {
  if (part === null || whole === null || whole === undefined) return null;
  return whole === 0 ? undefined : { value: part / whole, ...wilson(part, whole) };
}

const SHARES = {
  previous: 'Of those of the stage before',
  referred: 'Of all referred',
  starters: 'Of those who started',
} as const;
type ShareName = keyof typeof SHARES;
const LIMITS = { value: '', lower: ', lower 95% limit', upper: ', upper 95% limit' } as const;

function pathwayTable(by: Breakdown | undefined, rows: readonly PathwayRow[]): Table {
  const shares = (Object.keys(SHARES) as ShareName[]).flatMap((share) =>
    (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((part) => ({ share, part })),
  );
  const held = (row: PathwayRow, member: (typeof MEMBERS)[number], cell: Cell): Cell =>
    row.suppressed?.includes(member) ? WITHHELD : cell;
  return {
    name: 'pathway',
    columns: [
      ...(by === undefined ? [] : [codeColumn(by)]),
      { name: 'stage', meaning: 'From the offer to completion' },
      { name: 'count', meaning: 'Reached this stage or a later one' },
      ...shares.map(({ share, part }) => ({
        name: part === 'value' ? share : `${share}_${part}`,
        meaning: SHARES[share] + LIMITS[part],
      })),
      { name: 'flags', meaning: 'What to keep in mind about the row' },
    ],
    rows: rows.map((row) => [
      ...(by === undefined ? [] : [row[by] ?? '']),
      ...[row.stage, held(row, 'count', row.count)],
      ...shares.map(({ share, part }) => held(row, share, row[share]?.[part] ?? null)),
      (row.flags ?? []).join(' '),
    ]),
  };
}
