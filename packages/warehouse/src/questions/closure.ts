import { dayNumber } from './sql.js';
import type { Step, Steps } from './steps.js';

/**
 * The closure of a journey at a day in SQL, equal to `closureAt` of @waymark/pathways. Days are numbers, days since 1970-01-01 in
 * London, as there.
 */

/** Members of a closing in `closings`, behind those by which the latest is found: its time, then provider, then subject. */
export const CLOSING = { ref: 4, day: 5, outcome: 6, firstAttended: 7, stoodUntil: 8 } as const;
/** Members of a closure in `closures`. */
export const CLOSURE = { day: 1, ref: 2, outcome: 3 } as const;

/** A day after every other. */
export const NEVER = 'toInt32(2147483647)';

/**
 * Attended sessions in order, `attended_day` and `attended_ref`; then `closings`, each with the first attended day of its referral and
 * the day on which one that comes after it in counting order takes its place.
 *
 * @param of of which journeys; of any other there are none
 */
export function attendanceSteps(asOf: string, of = '1'): [attended: Step, closings: Step] {
  const attended = (kept: string): string =>
    `arrayFilter((kept, outcome, start) -> ${of} AND outcome = 'attended' AND start < ${asOf}, ${kept}, session_outcome, session_start)`;
  const replacedOn = `arrayFold((least_day, of, on, nth) -> if(of = ref AND nth > own, least(least_day, ${dayNumber('on')}), least_day),
    closing_ref, closing_at, arrayEnumerate(closing_ref), ${NEVER})`;
  return [
    {
      columns: {
        attended_day: `arrayMap(start -> ${dayNumber('start')}, ${attended('session_start')})`,
        attended_ref: attended('session_ref'),
      },
    },
    {
      columns: {
        closings: `arrayMap((ref, at, outcome, own) -> (at, toString(referral_provider[ref + 1]), referral_subject[ref + 1], ref,
        ${dayNumber('at')}, toString(outcome),
        if(has(attended_ref, ref), attended_day[indexOf(attended_ref, ref)], ${NEVER}), ${replacedOn}),
        closing_ref, closing_at, closing_outcome, arrayEnumerate(closing_ref))`,
      },
    },
  ];
}

/**
 * `closures`: the closure of a journey that has started at each of the days of a list, outcome '' while it is open. At one day, or
 * of a journey that may not have started, `closureAtSteps` tells it.
 *
 * @param days a list of day numbers, none before the first attended session
 */
export function closureSteps(days: string): Steps {
  const looked = `closing.${CLOSING.firstAttended} <= day`;
  // The greatest of the tuples: the latest. Of none it is a tuple of nothings.
  const latest = (which: string): string =>
    `arrayMap(day -> arraySort(arrayFilter(closing -> ${standsOn('day')} AND (${which}), closings))[-1], ${days})`;
  const gone = `closing.${CLOSING.outcome} IN ('died', 'moved')`;
  return [
    { columns: { first_look: latest(looked), second_look: latest(`${looked} OR ${gone}`) } },
    {
      settled: true,
      columns: {
        closures: `arrayMap((day, first, second) -> multiIf(
        first.${CLOSING.outcome} = 'completed' AND ${holds('first')}, ${closureOf('first')},
        ${holds('second')}, ${closureOf('second')},
        (toInt32(0), toUInt32(0), '')), ${days}, first_look, second_look)`,
      },
    },
  ];
}

/** The last of its referral by then. */
const standsOn = (day: string): string =>
  `closing.${CLOSING.day} <= ${day} AND closing.${CLOSING.stoodUntil} > ${day}`;

/** Whether no session on a later date undoes the closing; a completion that was attended is undone by another referral's only. */
function holds(closing: string): string {
  const { ref, day: on, outcome, firstAttended } = CLOSING;
  return `NOT arrayExists((attended, by) -> attended > ${closing}.${on} AND attended <= day
    AND NOT (${closing}.${outcome} = 'completed' AND ${closing}.${firstAttended} <= ${closing}.${on} AND by = ${closing}.${ref}),
    attended_day, attended_ref)`;
}

function closureOf(closing: string): string {
  return `(${closing}.${CLOSING.day}, ${closing}.${CLOSING.ref}, ${closing}.${CLOSING.outcome})`;
}
