import type { DisengagementAnswer } from '../api/disengagement-schema.js';
import type { Row } from '../api/schemas.js';
import { endingLabel, reasonLabel } from '../labels/reasons.js';

/** A reason and how many gave it. */
export interface Reason {
  code: string;
  name: string;
  row: Row;
}

/** What people were asked of: those whose journey ended in one way, or those still engaged. */
export type Asked = { kind: 'endings'; ending: string } | { kind: 'barriers' };

/** Rows about one reason, or all of them. */
export function rowsAbout(answer: DisengagementAnswer, asked: Asked): { code: string; row: Row }[] {
  if (asked.kind === 'barriers') return answer.barriers.map((row) => ({ code: row.barrier, row }));
  return answer.endings.flatMap((row) => (row.ending === asked.ending ? [{ code: row.why, row }] : []));
}

/** The reasons of an answer that is not broken down, the most frequent first; what was not recorded comes last. */
export function reasonsOf(answer: DisengagementAnswer, asked: Asked): Reason[] {
  const silent = ({ code }: Reason): number => (code === 'not_recorded' ? 1 : 0);
  return rowsAbout(answer, asked)
    .map(({ code, row }): Reason => ({ code, name: reasonLabel(code), row }))
    .sort((a, b) => silent(a) - silent(b) || (b.row.value ?? -1) - (a.row.value ?? -1));
}

/** How journeys ended, as choices; completion needs no reason. */
export function endingsIn(answer: DisengagementAnswer): { code: string; name: string }[] {
  const codes = [...new Set(answer.endings.map(({ ending }) => ending))];
  return codes
    .filter((code) => code !== 'completed')
    .map((code) => ({ code, name: endingLabel(code) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
