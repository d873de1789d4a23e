import { NEVER } from './closure.js';
import { dayNumber } from './sql.js';
import type { Steps } from './steps.js';

/**
 * The closure of a journey at one day: the same as `closureSteps` with a list of one, at half the time. Closings are told by their
 * position in the journey's lists, 0 = none, and each is worked out once, without lists of lists; texts are read only to tell apart those
 * that might be the latest.
 *
 * Takes `attended_day` and `attended_ref`, and gives `closures`, a list of one; its outcome is '' while the journey is open.
 *
 * @param day a day number
 * @param started whether every journey is a starter's by then, so that none is asked whether it was given up before it began
 */
export function closureAtSteps(day: string, started: boolean): Steps {
  return [
    {
      columns: {
        asked_day: `toInt32(${day})`,
        closing_position: 'arrayEnumerate(closing_ref)',
        closing_on: `arrayMap(at -> ${dayNumber('at')}, closing_at)`,
      },
    },
    {
      columns: {
        closing_until: STOOD_UNTIL,
        met: 'arrayDistinct(arrayFilter((ref, on) -> on <= asked_day, attended_ref, attended_day))',
        ...(!started && { was_over: OVER_BEFORE_IT_BEGAN }),
      },
    },
    {
      columns: {
        looked_at: standing(
          'ref',
          started ? 'has(met, ref)' : 'if(notEmpty(met), has(met, ref), was_over)',
          'closing_ref',
        ),
        // Who has died or moved is gone from every provider, whichever was told.
        gone: standing('outcome', `outcome IN ('died', 'moved')`, 'closing_outcome'),
      },
    },
    {
      columns: {
        first_look: latestOf('looked_at'),
        also_gone: 'arrayFilter(nth -> NOT has(looked_at, nth), gone)',
      },
    },
    {
      columns: {
        second_look: latestOf('if(empty(also_gone), also_gone, arrayConcat(looked_at, also_gone))'),
      },
    },
    { columns: { ...closingAt('first_look'), ...closingAt('second_look') } },
    {
      columns: {
        first_look_attended: isAttendedCompletion('first_look'),
        second_look_attended: isAttendedCompletion('second_look'),
      },
    },
    {
      settled: true,
      columns: {
        closures: `[multiIf(
          ${holds('first_look')} AND (second_look = 0 OR first_look_as = 'completed'), ${closureOf('first_look')},
          ${holds('second_look')}, ${closureOf('second_look')},
          (toInt32(0), toUInt32(0), ''))]`,
      },
    },
  ];
}

/** The day on which one of its referral that comes after it in counting order takes its place. */
const STOOD_UNTIL = `if(length(arrayDistinct(closing_ref)) = length(closing_ref), arrayWithConstant(length(closing_ref), ${NEVER}),
  arrayMap((ref, own) -> arrayFold(
    (least_day, of, on, nth) -> if(of = ref AND nth > own, least(least_day, on), least_day),
    closing_ref, closing_on, closing_position, ${NEVER}), closing_ref, closing_position))`;

/** Closings that are the last of their referral by the day. */
function standing(name: string, condition: string, list: string): string {
  return `arrayFilter((nth, on, until, ${name}) -> on <= asked_day AND until > asked_day AND ${condition},
    closing_position, closing_on, closing_until, ${list})`;
}

/** Of equal times that of the greatest provider, then subject. */
function latestOf(list: string): string {
  const order = `closing_at[nth], toString(referral_provider[closing_ref[nth] + 1]), referral_subject[closing_ref[nth] + 1]`;
  return `if(length(${list}) < 2, (${list})[1], arraySort(nth -> (${order}), if(length(${list}) < 2, [], ${list}))[-1])`;
}

function closingAt(look: string): Record<string, string> {
  return {
    [`${look}_on`]: `closing_on[${look}]`,
    [`${look}_of`]: `closing_ref[${look}]`,
    [`${look}_as`]: `closing_outcome[${look}]`,
  };
}

function isAttendedCompletion(look: string): string {
  return `${look}_as = 'completed' AND arrayExists((attended, by) -> by = ${look}_of AND attended <= ${look}_on,
    attended_day, attended_ref)`;
}

/** Whether no session on a later date undoes the closing; a completion that was attended is undone by another referral's only. */
function holds(look: string): string {
  return `${look} > 0 AND NOT arrayExists((attended, by) -> attended > ${look}_on AND attended <= asked_day
    AND NOT (${look}_attended AND by = ${look}_of), attended_day, attended_ref)`;
}

/** Each referral of the journey has a closing or was declined by the day. */
const OVER_BEFORE_IT_BEGAN = `arrayAll(
  ref -> arrayExists((of, on) -> of = ref AND on <= asked_day, closing_ref, closing_on)
    OR answer_kind[arrayLastIndex((of, at) -> of = ref AND ${dayNumber('at')} <= asked_day, answer_ref, answer_at)] = 'declined',
  range(length(referral_provider)))`;

function closureOf(look: string): string {
  return `(${look}_on, ${look}_of, toString(${look}_as))`;
}
