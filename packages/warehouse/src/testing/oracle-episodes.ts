import { londonDate } from '@waymark/events';
import { closureAt, declineAt, engagementEpisode } from '@waymark/pathways';
import type { Timing } from '@waymark/measures';
import { days, type Item, type Seen } from './oracle-items.js';

/** What rests on the engagement episode, and what is followed over time: naively, from the definition in @waymark/pathways. */

const FOLLOWED: readonly string[] = [
  'disengagement',
  'first_contact_at',
  'first_attended_at',
] satisfies Timing['until'][];

export function isFollowed(id: string): id is Timing['until'] {
  return FOLLOWED.includes(id);
}

export function reEngagedItem({ journey, asOf, firstAttended, attended }: Seen, gap = 28): Item[] {
  const episode = engagementEpisode(journey, { asOf, gap });
  if (firstAttended === undefined || episode === undefined) return [];
  const item: Item = { over: 'starters', journey, at: firstAttended, referral: 0, numerator: false };
  if (episode === 'immature') return [{ ...item, leftOut: 'immature' }];
  if (episode.end !== 'disengaged' || episode.by !== 'silence') return [];
  const last = londonDate(firstAttended) + episode.day - 1;
  if (londonDate(asOf) - last < gap + 85) return [{ ...item, leftOut: 'immature' }];
  const next = attended.map(londonDate).find((day) => day > last);
  return [{ ...item, numerator: next !== undefined && next <= last + gap + 84 }];
}

export function followedItem(to: Timing['until'], seen: Seen, gap = 28): Item[] {
  return to === 'disengagement' ? followedStarter(seen, gap) : followedReferral(to, seen);
}

function followedStarter({ journey, asOf, firstAttended }: Seen, gap: number): Item[] {
  const episode = engagementEpisode(journey, { asOf, gap });
  if (firstAttended === undefined || episode === undefined) return [];
  const item: Item = { over: 'starters', journey, at: firstAttended, referral: 0, numerator: false };
  if (episode === 'immature') return [{ ...item, leftOut: 'immature' }];
  const end = episode.by === 'unrecorded' ? 'unrecorded' : episode.end;
  return [{ ...item, ended: { day: episode.day, end } }];
}

function followedReferral(to: Exclude<Timing['until'], 'disengagement'>, seen: Seen): Item[] {
  const { journey, asOf, referredAt, firstAttended } = seen;
  if (journey.kind !== 'initial') return [];
  const item: Item = { over: 'referrals', journey, at: referredAt, referral: 0, numerator: false };
  const today = londonDate(asOf);
  const happened = to === 'first_attended_at' ? (firstAttended ?? null) : journey.first_contact_at;
  const givenUp = [closureAt(journey, today, asOf)?.day, declineAt(journey, 0, today)].filter(
    (day) => day !== undefined,
  );
  const waited = (day: number): number => Math.max(0, day - londonDate(referredAt));
  const until = Math.min(...givenUp.map(waited));
  if (happened !== null && londonDate(happened) <= today) {
    const day = Math.max(0, days(referredAt, happened));
    if (day <= until) return [{ ...item, ended: { day, end: 'happened' } }];
  }
  if (givenUp.length > 0) return [{ ...item, ended: { day: until, end: 'closed' } }];
  return [{ ...item, ended: { day: waited(today), end: 'censored' } }];
}
