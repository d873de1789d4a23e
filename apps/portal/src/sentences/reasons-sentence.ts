import { count, listed, rounded } from '../labels/numbers.js';
import type { Reason } from '../view/reasons.js';

const TOLD = 3;

/** The most frequent reasons, and of how many none was recorded. @param who "people in Kent who withdrew" */
export function reasonsSentence(reasons: Reason[], who: string): string {
  if (reasons.length === 0) return `There are no ${who}.`;
  const told = reasons.filter(
    ({ code, row }) => code !== 'not_recorded' && row.value != null && row.value > 0,
  );
  const of = reasons.find(({ row }) => row.denominator != null)?.row.denominator;
  const whom = of == null ? who : `${count(of)} ${who}`;
  const silent = reasons.find(({ code }) => code === 'not_recorded')?.row.value;
  const unsaid =
    silent == null || silent === 0 ? '' : ` Of ${rounded(silent, 'proportion')}, no reason was recorded.`;
  if (told.length === 0)
    return `Of ${whom}, no reason can be shown: each was given by too few people, or by nobody.${unsaid}`;
  const text = told
    .slice(0, TOLD)
    .map(({ name, row }) => `${name.toLowerCase()} (${rounded(row.value ?? 0, 'proportion')})`);
  return `Of ${whom}, the most frequent reasons were ${listed(text)}.${unsaid}`;
}
