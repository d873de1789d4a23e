import { createContext, useContext } from 'react';
import type { AtRiskAnswer, FeedAnswer } from '../../api/feed-schema.js';
import { count, counted } from '../../labels/numbers.js';

/** Own client numbers by the codes that stand for them. In the memory of the page alone: never in its address or any storage. */
export type OwnNumbers = ReadonlyMap<string, string>;

export const NO_NUMBERS: OwnNumbers = new Map();
export const OwnNumbersContext = createContext(NO_NUMBERS);
export const useOwnNumbers = (): OwnNumbers => useContext(OwnNumbersContext);

/** Made of an own id on arrival, where the profile of a file says so: nobody can read it back. */
export const isMade = (id: string): boolean => /^x\d+\.[0-9a-f]+$/.test(id);

/** The codes by which the lists of the page name referrals. */
export function codesOn(feed: FeedAnswer, atRisk: AtRiskAnswer | undefined): ReadonlySet<string> {
  const { conflicts, orphans, unlinked, withoutOutcome } = feed;
  const lists = [conflicts, orphans, unlinked, withoutOutcome, ...(atRisk ? [atRisk] : [])];
  return new Set(lists.flatMap(({ listed }) => listed.map(({ subject }) => subject)).filter(isMade));
}

const LENGTH_MAX = 200;

/** What was pasted: a number a line, each once. */
export function numbersIn(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** What is wrong with numbers before they are sent; empty when nothing is. None of them is quoted. */
export function faultOfNumbers(numbers: readonly string[]): string {
  if (numbers.length === 0) return 'Paste at least one client number';
  if (numbers.some((number) => number.includes('\t')))
    return 'Paste the column of client numbers alone: some lines hold several cells';
  if (numbers.some((number) => number.length > LENGTH_MAX))
    return `Paste client numbers, one on a line: some lines are longer than ${LENGTH_MAX} characters`;
  return '';
}

/** What the numbers did for the lists of the page. */
export function numbersSentence(numbers: OwnNumbers, codes: ReadonlySet<string>): string {
  const found = [...numbers.keys()].filter((code) => codes.has(code)).length;
  const inNone = numbers.size - found;
  const left = codes.size - found;
  if (found === 0)
    return `None of ${counted(numbers.size, 'number')} is in a list. Paste them as they stand in the file that you sent: 7 and 007 are two numbers.`;
  return [
    `${counted(found, 'number stands', 'numbers stand')} in place of ${found === 1 ? 'its code' : 'their codes'}, in the lists and in their files.`,
    inNone === 0
      ? ''
      : `${count(inNone)} of ${counted(numbers.size, 'number')} ${inNone === 1 ? 'is' : 'are'} in no list.`,
    left === 0 ? '' : `${counted(left, 'code has', 'codes have')} no number among them.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
