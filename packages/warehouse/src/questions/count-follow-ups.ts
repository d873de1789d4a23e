import type { Warehouse } from '../warehouse.js';
import { excluded, excludedOnce, refuseOddQuestion } from './count-measure.js';
import { followUpStatement, type FollowUpStatementRow } from './follow-up.js';
import type {
  FollowUpAnswer,
  FollowUpDay,
  FollowUpEnd,
  FollowUpQuestion,
  FollowUpRow,
  Scope,
} from './question.js';

/**
 * What curves are drawn from, of every row of a question: who is followed until when, and how it ended. With one statement over
 * one generation.
 *
 * @throws {RangeError} on more than three breakdowns, one twice, or a gap that is not 14 to 84 whole days.
 */
export async function countFollowUps(
  warehouse: Warehouse,
  generation: { database: string },
  question: FollowUpQuestion,
  scope: Scope,
): Promise<FollowUpAnswer> {
  refuseOddQuestion(question);
  return countFollowUpCells(warehouse, generation, question, scope);
}

/** The same broken down as far as is needed inside, by more than an answer shows. */
export async function countFollowUpCells(
  warehouse: Warehouse,
  generation: { database: string },
  question: FollowUpQuestion,
  scope: Scope,
): Promise<FollowUpAnswer> {
  const { sql, params, leftOut } = followUpStatement(generation.database, question, scope);
  const rows = await warehouse.query<FollowUpStatementRow>(sql, params);
  return {
    rows: rows.map((row) => followUpRow(row, leftOut)),
    excluded: excludedOnce(leftOut, rows),
  };
}

function followUpRow(
  { key, people, by_referral, ends, left_out }: FollowUpStatementRow,
  leftOut: readonly string[],
): FollowUpRow {
  const followed = ends.reduce((total, [, , count]) => total + count, 0);
  return {
    ...{ key, followed, people },
    ...(by_referral && { referrals: { followed: by_referral[0], people: by_referral[1] } }),
    ...{ days: daysOf(ends, followed), excluded: excluded(leftOut, left_out) },
  };
}

/** @param ends in order of day */
function daysOf(ends: FollowUpStatementRow['ends'], followed: number): FollowUpDay[] {
  const days = new Map<number, Partial<Record<FollowUpEnd, number>>>();
  for (const [day, end, count] of ends) days.set(day, { ...days.get(day), [end as FollowUpEnd]: count });
  let atRisk = followed;
  return [...days].map(([day, ended]) => {
    const row = { day, atRisk, ended };
    atRisk -= Object.values(ended).reduce((total, count) => total + count, 0);
    return row;
  });
}
