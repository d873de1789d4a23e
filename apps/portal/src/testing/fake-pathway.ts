import { wilson } from '@waymark/statistics';
import { STAGES, type PathwayAnswer, type PathwayRow } from '../api/pathway-schema.js';
import { FAKE_ENVELOPE } from './fake-envelope.js';

const REACHED = [400, 360, 320, 240, 150, 60, 40];
const STARTED = STAGES.indexOf('started');

/** A pathway in which most are lost between the booking and the first session; by a breakdown for two groups and a small one. */
export function fakePathway(params: URLSearchParams): PathwayAnswer {
  const by = params.get('by');
  const groups = by === null ? [{}] : [{ [by]: '1' }, { [by]: '2' }];
  const rows = groups.flatMap((group, nth) => stageRows(REACHED, 1 + nth, group));
  const small = by === null ? [] : withheldRows({ [by]: '3' });
  return {
    ...FAKE_ENVELOPE,
    stages: STAGES.map((stage) => ({
      stage,
      measure: stage === 'offered' ? 'referrals' : stage,
      version: 1,
    })),
    rows: [...rows, ...small],
  };
}

/** The rows of one group. @param part divides those who went to a session, and on */
export function stageRows(reached: number[], part: number, group: Record<string, string>): PathwayRow[] {
  const counts = reached.map((number, nth) => Math.round(nth < STARTED ? number : number / part));
  const share = (count: number, of: number | undefined) =>
    of === undefined || of === 0 ? null : { value: count / of, ...wilson(count, of) };
  return STAGES.map((stage, nth) => {
    const count = counts[nth] ?? 0;
    return {
      ...{ ...group, stage, count },
      previous: nth === 0 ? null : share(count, counts[nth - 1]),
      referred: share(count, counts[0]),
      starters: nth < STARTED ? null : share(count, counts[STARTED]),
    };
  });
}

export function withheldRows(group: Record<string, string>): PathwayRow[] {
  return STAGES.map((stage) => ({
    ...{ ...group, stage, count: null, previous: null, referred: null, starters: null },
    suppressed: ['count', 'previous', 'referred', 'starters'],
  }));
}
