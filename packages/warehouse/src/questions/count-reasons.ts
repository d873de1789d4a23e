import { BARRIERS } from '@waymark/events';
import { literal } from '../literals.js';
import type { Warehouse } from '../warehouse.js';
import { attendanceSteps, CLOSURE } from './closure.js';
import { closureAtSteps } from './closure-at.js';
import type { CountedRules, Followed } from './counted.js';
import { episodeSteps } from './episode.js';
import { itemsOf } from './items.js';
import type { CohortQuestion, Scope } from './question.js';
import { dayNumber, midnight } from './sql.js';
import { countApart, excludedTogether, type ApartRow, type CountedApart } from './taken-apart.js';

/**
 * `endings`: journeys that have ended, as they stand, placed by the day they ended on: closed, by outcome, else declined before
 * anything was attended (`declined_by_person`, `declined_by_service`); each with the reason given.
 * `barriers`: starters whose engagement nothing has ended as far as can be told (`engaged`), placed by their first session; each
 * with the barriers of their contacts.
 */
export type Given = 'endings' | 'barriers';

/** How many ended so, or are engaged, and of these how many by each reason. Exact: only for the query layer. */
export interface ReasonsRow {
  /** Codes of the breakdowns, in the order asked. */
  key: string[];
  ending: string;
  count: number;
  /** Different people behind them; 21 stands for more. */
  people: number;
  /** By reason or barrier; who has several barriers is in each, and what is given of nobody is absent. */
  reasons: Readonly<Record<string, ReasonCount>>;
}

interface ReasonCount {
  count: number;
  people: number;
}

export interface ReasonsAnswer {
  rows: ReasonsRow[];
  excluded: Readonly<Record<string, number>>;
}

/** What is counted apart of endings, or of barriers: names as of {@link nameOfGiven}. */
export function countedGiven(of: Given): CountedApart {
  return of === 'endings' ? { over: 'referrals', rulesOf: endings } : { over: 'starters', rulesOf: engaged };
}

/** What a name of {@link CountedApart} of these stands for: who ended so, and of them who gave the reason. */
export function nameOfGiven(apart: string): { ending: string; reason: string } {
  const [ending = '', reason = ''] = apart.split(BETWEEN);
  return { ending, reason };
}

/** Counts by ending and reason, with one statement over one generation. */
export async function countReasons(
  warehouse: Warehouse,
  generation: { database: string },
  asked: { question: CohortQuestion; scope: Scope; counted: CountedApart },
): Promise<ReasonsAnswer> {
  const { rows, excluded } = await countApart(warehouse, generation, asked);
  return { rows: rowsByEnding(rows), excluded: excludedOfGiven(excluded) };
}

/** An item that is left out is so of each reason alike: what is left out stands beside one of each ending. */
export function excludedOfGiven(
  all: ReadonlyMap<string, Readonly<Record<string, number>>>,
): Record<string, number> {
  const byEnding = new Map([...all].map(([apart, excluded]) => [nameOfGiven(apart).ending, excluded]));
  return excludedTogether([...byEnding.values()]);
}

function rowsByEnding(rows: readonly ApartRow[]): ReasonsRow[] {
  const found = new Map<string, ReasonsRow & { reasons: Record<string, ReasonCount> }>();
  for (const { key, apart, numerator, denominator, people } of rows.filter((row) => row.denominator > 0)) {
    const { ending, reason } = nameOfGiven(apart);
    const name = JSON.stringify([key, ending]);
    const row = found.get(name) ?? {
      key,
      ending,
      count: denominator,
      people: people.denominator,
      reasons: {},
    };
    found.set(name, row);
    if (numerator > 0) row.reasons[reason] = { count: numerator, people: people.numerator };
  }
  return [...found.values()];
}

/** No code has a blank. */
const BETWEEN = ' ';

/**
 * Each item counts once beside each code that can be given, and is counted where it was.
 *
 * @param ending a text, in SQL
 * @param given a list of texts, in SQL
 */
export function givenColumns(
  ending: string,
  given: string,
  codes: readonly string[],
): CountedRules['columns'] {
  const each = literal([...codes], 'Array(String)');
  return {
    given,
    apart: `arrayMap(code -> concat(${ending}, '${BETWEEN}', code), ${each})`,
    is_counted: `arrayMap(code -> has(given, code), ${each})`,
  };
}

const REASONS = Object.keys(BARRIERS);
const NOT_RECORDED = `'not_recorded'`;

function endings({ to: asOf, asOf: judgedAt }: Followed): CountedRules {
  const today = dayNumber(asOf);
  const { day, ref, outcome } = CLOSURE;
  const closing = `arrayLastIndex((of, at, so) -> of = closures[1].${ref} AND ${dayNumber('at')} = closures[1].${day}
    AND so = closures[1].${outcome}, closing_ref, closing_at, closing_outcome)`;
  // The initial referral stands first in its journey's lists, and its answers in counting order.
  const answer = `arrayLastIndex((ref, at) -> ref = 0 AND ${dayNumber('at')} <= ${today}, answer_ref, answer_at)`;
  return {
    items: { ...itemsOf('referrals', judgedAt), at: 'ended_at' },
    steps: [
      attendanceSteps(asOf)[0],
      ...closureAtSteps(today, false),
      {
        settled: true,
        columns: {
          closed_as: `closures[1].${outcome}`,
          closing_nth: `toUInt32(${closing})`,
          answer_nth: `toUInt32(${answer})`,
        },
      },
      {
        settled: true,
        columns: {
          ending: `multiIf(closed_as != '', closed_as,
            answer_kind[answer_nth] = 'declined' AND empty(attended_day), concat('declined_by_', answer_by[answer_nth]), '')`,
          reason: `if(closed_as != '', closing_reason[closing_nth], answer_reason[answer_nth])`,
          ended_at: `if(closed_as != '', ${midnight(`toDate(closures[1].${day})`)}, answer_at[answer_nth])`,
        },
      },
    ],
    belongs: `ending != ''`,
    leftOut: [],
    columns: givenColumns(
      'toString(ending)',
      `[if(reason = '', ${NOT_RECORDED}, toString(reason))]`,
      REASONS,
    ),
  };
}

/** Who started too recently for a silence to be told is immature. */
function engaged({ to: asOf, gap }: Followed): CountedRules {
  const barriers = `arrayFilter((barriers, at) -> at < ${asOf}, contact_barriers, contact_at)`;
  return {
    steps: episodeSteps(asOf, gap),
    belongs: `(horizon < 0 OR (episode_end = 'censored' AND episode_by = 'horizon'))`,
    leftOut: [{ why: 'immature', when: 'horizon < 0' }],
    columns: givenColumns(
      `'engaged'`,
      `arrayMap(barrier -> toString(barrier), arrayFlatten(${barriers}))`,
      REASONS,
    ),
  };
}
