import type { Status } from '../api/schemas.js';
import { counted } from '../labels/numbers.js';
import { londonTime } from '../labels/periods.js';

/** What is shown moves on every few seconds also while nothing arrives; this late, something has stopped. */
const STALE_AFTER_MS = 10 * 60_000;

/** How fresh the figures are, in words. @param status undefined = nobody could say */
export function freshness(status: Status | undefined, now: number): { stale: boolean; text: string } {
  if (!status) return { stale: true, text: 'Waymark does not say at the moment how fresh its figures are.' };
  const { lag, shownUpTo, log } = status;
  if (shownUpTo === null)
    return { stale: true, text: 'Nothing that providers sent is in these figures yet.' };
  const upTo = `Figures hold everything received up to ${londonTime(shownUpTo)}`;
  if (lag > 0) {
    const more = `${counted(lag, 'record')} received since ${lag === 1 ? 'is' : 'are'} not in them yet`;
    return { stale: true, text: `${upTo}; ${more}.` };
  }
  if (!log.writable) return { stale: true, text: `${upTo}; new records cannot be received at the moment.` };
  return { stale: now - Date.parse(shownUpTo) > STALE_AFTER_MS, text: `${upTo}.` };
}
