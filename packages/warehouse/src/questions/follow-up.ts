import type { Timing } from '@waymark/measures';
import { attendanceSteps, CLOSURE } from './closure.js';
import { closureAtSteps } from './closure-at.js';
import { countedItems, type Counted, type CountedRules, type Followed } from './counted.js';
import { episodeSteps } from './episode.js';
import type { KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { FollowUpQuestion, Scope } from './question.js';
import { dayNumber } from './sql.js';
import { leftOutCounts, type Statement } from './statement.js';
import type { CountedApart } from './taken-apart.js';

/** A row of the statement's answer. */
export interface FollowUpStatementRow {
  key: string[];
  people: number;
  /** How many are followed by referral, and of how many people, where the question is of persons. */
  by_referral?: [followed: number, people: number];
  ends: [day: number, end: string, count: number][];
  left_out: number[];
  left_out_once: number[];
}

/** The statement that answers when something ends or happens, within a scope. */
export function followUpStatement(database: string, question: FollowUpQuestion, scope: Scope): Statement {
  const parameters = new Parameters();
  const counted = followedUntil(question.until);
  const items = countedItems(database, { question, scope, counted, byRole: false }, parameters);
  return {
    sql: rowsOf(items, question.unit === 'person'),
    params: parameters.values,
    leftOut: items.leftOut,
  };
}

function followedUntil(until: FollowUpQuestion['until']): Counted {
  return until === 'disengagement'
    ? { over: 'starters', rulesOf: untilDisengaged }
    : { over: 'referrals', rulesOf: (followed) => untilPoint(until, followed) };
}

/** Starters from their first session on, as far as can be told. */
function untilDisengaged({ to, gap }: Followed): CountedRules {
  return {
    ...{ steps: episodeSteps(to, gap), belongs: '1' },
    leftOut: [{ why: 'immature', when: 'horizon < 0' }],
    columns: {
      end_day: 'toInt32(episode_day)',
      end: `if(episode_by = 'unrecorded', 'unrecorded', episode_end)`,
    },
  };
}

/** Starters apart who are not followed to an end, by why: for want of records (`unrecorded`), or of time (`immature`). */
export const COUNTED_UNFOLLOWED: CountedApart = {
  over: 'starters',
  rulesOf: ({ to, gap }) => ({
    ...{ steps: episodeSteps(to, gap), belongs: '1', leftOut: [] },
    columns: {
      apart: `['unrecorded', 'immature']`,
      is_counted: `[horizon >= 0 AND episode_by = 'unrecorded', horizon < 0]`,
    },
  }),
};

const NEVER = 'toInt32(2147483647)';

/** Referrals until the point, the closure as it stands or a decline before it; whoever still waits, until the as-of date. */
function untilPoint(until: Exclude<Timing['until'], 'disengagement'>, { to: asOf }: Followed): CountedRules {
  const today = dayNumber(asOf);
  // What is dated before the referral counts as on its day.
  const since = (of: string): string => `greatest(0, ${of} - ${dayNumber('referred_at')})`;
  // The initial referral stands first in its journey's lists, and its answers in counting order.
  const answered = `arrayLastIndex((ref, at) -> ref = 0 AND ${dayNumber('at')} <= ${today}, answer_ref, answer_at)`;
  const declined = `if(answer_kind[${answered}] = 'declined', ${dayNumber(`answer_at[${answered}]`)}, ${NEVER})`;
  const closed = `if(closures[1].${CLOSURE.outcome} = '', ${NEVER}, closures[1].${CLOSURE.day})`;
  const happened =
    until === 'first_attended_at'
      ? `if(empty(attended_day), ${NEVER}, attended_day[1])`
      : `if(ifNull(${dayNumber('first_contact_at')} <= ${today}, 0), ${dayNumber('assumeNotNull(first_contact_at)')}, ${NEVER})`;
  return {
    steps: [
      attendanceSteps(asOf)[0],
      ...closureAtSteps(today, false),
      { columns: { happened_on: happened, given_up_on: `least(${declined}, ${closed})` } },
      {
        settled: true,
        columns: { waited_to_happen: since('happened_on'), waited_to_end: since('given_up_on') },
      },
    ],
    ...{ belongs: '1', leftOut: [] },
    columns: {
      end_day: `toInt32(least(waited_to_happen, waited_to_end, ${since(today)}))`,
      end: `multiIf(least(happened_on, given_up_on) = ${NEVER}, 'censored',
        waited_to_happen <= waited_to_end, 'happened', 'closed')`,
    },
  };
}

/** Counted by day and end first, so that a row is made of few. */
function rowsOf({ from, names, codes, once, leftOut, byReferral }: KeyedItems, ofPersons: boolean): string {
  const reasons = leftOut.length;
  const grouped = (columns: readonly string[]): string =>
    columns.length === 0 ? '' : `GROUP BY ${columns.join(', ')}`;
  const parts = `SELECT ${[...names, 'end_day', 'end'].join(', ')}, countIf(left_out_for = 0) AS part,
      uniqExactStateIf(person, left_out_for = 0) AS persons,
      ${ofPersons ? `countIf(${byReferral}) AS part_by_referral, uniqExactStateIf(person, ${byReferral}) AS persons_by_referral,` : ''}
      ${leftOutCounts(reasons)} AS part_left_out, ${leftOutCounts(reasons, once)} AS part_left_out_once
    FROM ${from} ${grouped([...names, 'end_day', 'end'])}`;
  const zeros = `CAST([], 'Array(UInt64)')`;
  return `SELECT ${codes} AS key, uniqExactMerge(persons) AS people,
      ${ofPersons ? '[sum(part_by_referral), uniqExactMerge(persons_by_referral)] AS by_referral,' : ''}
      arraySort(groupArrayIf((end_day, end, part), part > 0)) AS ends,
      ${reasons === 0 ? zeros : 'sumForEach(part_left_out)'} AS left_out,
      ${reasons === 0 ? zeros : 'sumForEach(part_left_out_once)'} AS left_out_once
    FROM (${parts}) ${grouped(names)}
    HAVING notEmpty(ends) OR arraySum(left_out) > 0
    ORDER BY key`;
}
