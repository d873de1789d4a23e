import { readDays } from '@waymark/pathways';
import { attendanceSteps, CLOSING, CLOSURE, closureSteps } from './closure.js';
import { dayNumber } from './sql.js';
import type { Steps } from './steps.js';

/**
 * The engagement episode in SQL, equal to `engagementEpisode` of @waymark/pathways, as columns of a starter's row:
 * `episode_day`, `episode_end`, `episode_by`; `horizon` (below 0: immature); and of a silence `silent_from`, the last attended day
 * before it, and `attended_next` (0: none).
 *
 * Read in one go: nothing ends an episode before the first silence but a completion. So closures are asked at the attended day
 * before each completion, and at the last day before the first silence: mostly one or two.
 */
export function episodeSteps(asOf: string, gap: number): Steps {
  const read = readDays(gap);
  const today = dayNumber(asOf);
  const [attended, closings] = attendanceSteps(asOf);
  const nextAfter = 'arrayPushBack(arrayPopFront(arrayDifference(arrayCompact(attended_day))), 1000000)';
  return [
    {
      columns: {
        ...attended.columns,
        unrecorded_days: `arrayMap(start -> ${dayNumber('start')},
        arrayFilter((start, outcome) -> outcome = '' AND start < ${asOf}, session_start, session_outcome))`,
      },
    },
    {
      columns: {
        ...closings.columns,
        attended_days: 'arrayCompact(attended_day)',
        silent_nth: `toInt32(arrayFirstIndex(next -> next > ${gap}, ${nextAfter}))`,
      },
    },
    {
      columns: {
        asked_nth: `arrayPushBack(${completionsBefore('silent_nth')}, silent_nth)`,
        silent_from: 'attended_days[silent_nth]',
        attended_next: 'attended_days[silent_nth + 1]',
        // Nothing may be attended up to the end of a feed.
        horizon: `if(empty(attended_days), -1, ${today} - attended_days[1] - ${read})`,
      },
    },
    {
      columns: {
        asked_from: 'arrayMap(nth -> attended_days[nth], asked_nth)',
        asked_until: `arrayMap(nth -> toInt32(least(attended_days[nth] + ${read},
        if(nth < length(attended_days), attended_days[nth + 1] - 1, ${today}))), asked_nth)`,
      },
    },
    ...closureSteps('asked_until'),
    {
      columns: {
        completed_nth: completedNth(read),
        closed_on: `closures[-1].${CLOSURE.day}`,
        closed_as: `if(closures[-1].${CLOSURE.day} >= silent_from, closures[-1].${CLOSURE.outcome}, '')`,
      },
    },
    {
      columns: {
        read_to: `least(multiIf(closed_as != '', closed_on, attended_next > 0, attended_next, ${today}), silent_from + ${read})`,
      },
    },
    { settled: true, columns: { found: foundEnd(gap) } },
    {
      columns: {
        episode_day: 'least(found.3, horizon)',
        episode_end: `if(found.3 > horizon, 'censored', found.1)`,
        episode_by: `if(found.3 > horizon, 'horizon', found.2)`,
      },
    },
  ];
}

/** Positions, each once and in order, of the attended days after which a completion falls. */
function completionsBefore(position: string): string {
  const completed = `arrayFilter(closing -> closing.${CLOSING.outcome} = 'completed', closings)`;
  const after = `arrayMap(closing -> toInt32(arrayLastIndex(attended -> attended <= closing.${CLOSING.day}, attended_days)), ${completed})`;
  return `arraySort(arrayDistinct(arrayFilter(nth -> nth > 0 AND nth < ${position}, ${after})))`;
}

/** Of the days asked at, the first from which all that is attended before a silence, as far as is read, is of the completed referral. */
function completedNth(read: number): string {
  const { day, ref, outcome } = CLOSURE;
  return `arrayFirstIndex((from, closure) -> closure.${outcome} = 'completed' AND closure.${day} >= from
    AND NOT arrayExists((attended, by) -> attended > from AND attended <= least(silent_from, from + ${read})
      AND by != closure.${ref}, attended_day, attended_ref), asked_from, closures)`;
}

/** End, what says so, and its day since the first attended session, before it is cut at the horizon. */
function foundEnd(gap: number): string {
  const end = (name: string, by: string, day: string): string =>
    `('${name}', '${by}', toInt64(${day}) - attended_days[1])`;
  const longest = `arrayMax(arrayDifference(arrayConcat([silent_from],
    arrayFilter(unrecorded -> unrecorded > silent_from AND unrecorded < read_to, unrecorded_days), [read_to])))`;
  return `multiIf(
    completed_nth > 0, ${end('completed', 'closing', 'asked_from[completed_nth] + 1')},
    ${longest} > ${gap}, ${end('disengaged', 'silence', 'silent_from + 1')},
    read_to - silent_from > ${gap}, ${end('censored', 'unrecorded', 'silent_from')},
    closed_as IN ('withdrawn', 'lost_contact', 'unsuitable', 'expired'), ${end('disengaged', 'closing', 'silent_from + 1')},
    closed_as = 'died', ${end('died', 'closing', 'closed_on')},
    closed_as IN ('moved', 'transferred'), ${end('censored', 'closing', 'closed_on')},
    ('censored', 'horizon', toInt64(horizon)))`;
}
