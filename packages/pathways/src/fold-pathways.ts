import { countingEvents } from './counting-events.js';
import { linkJourneys, referralKey } from './journeys.js';
import type { KnownEvent } from './known-event.js';
import { by } from './order.js';
import type { Orphan, Pathway } from './pathway.js';
import { pathwayRow } from './pathway-row.js';
import { foldReferral, type Referral } from './referral.js';

/** What the rows themselves do not show of the quality of what was sent. */
export interface LogQuality {
  /** Records that said again, content and all, what the log already held. */
  duplicates: number;
  /** Records with other content under a source, id and revision already held, or an id's revision of another type. */
  conflicts: number;
  /** Of each provider's source and id the subjects it was sent under, less one: under another subject it is another event. */
  idsUnderOtherSubjects: number;
}

export interface FoldedPathways {
  /** By provider, then subject. */
  pathways: Pathway[];
  /** By provider, then subject. */
  orphans: Orphan[];
  quality: LogQuality;
}

/**
 * What a log means: every journey's row, from the records alone, in whatever order and however often they are given.
 *
 * @param events records of any number of referrals
 * @param asOf epoch ms; only what was received up to then is known. Default: everything
 */
export function foldPathways(events: readonly KnownEvent[], asOf = Infinity): FoldedPathways {
  const known = events.filter((record) => record.receivedAt <= asOf);
  const quality = { duplicates: 0, conflicts: 0, idsUnderOtherSubjects: idsUnderOtherSubjects(known) };
  const referrals: Referral[] = [];
  const orphans: Orphan[] = [];
  for (const records of byReferral(known)) {
    const counting = countingEvents(records);
    quality.duplicates += counting.duplicates;
    quality.conflicts += counting.conflicts;
    const referral = foldReferral(counting.events);
    if (referral) referrals.push(referral);
    else orphans.push(...orphansOf(counting.events));
  }
  const order = by<Orphan | Pathway>(
    (row) => row.provider,
    (row) => row.subject,
  );
  return {
    pathways: linkJourneys(referrals).map(pathwayRow).sort(order),
    orphans: orphans.sort(order),
    quality,
  };
}

function byReferral(events: readonly KnownEvent[]): Iterable<KnownEvent[]> {
  const referrals = new Map<string, KnownEvent[]>();
  for (const record of events) {
    const key = referralKey({ provider: record.event.providerid, subject: record.event.subject });
    const records = referrals.get(key);
    if (records) records.push(record);
    else referrals.set(key, [record]);
  }
  return referrals.values();
}

/** None when nothing counts: there is nothing that could join. */
function orphansOf(counting: readonly KnownEvent[]): Orphan[] {
  const [first] = counting;
  if (!first) return [];
  return [{ provider: first.event.providerid, subject: first.event.subject, events: counting.length }];
}

function idsUnderOtherSubjects(events: readonly KnownEvent[]): number {
  const subjects = new Map<string, Set<string>>();
  for (const { event } of events) {
    const id = `${event.providerid} ${event.id} ${event.source}`;
    const its = subjects.get(id);
    if (its) its.add(event.subject);
    else subjects.set(id, new Set([event.subject]));
  }
  return [...subjects.values()].reduce((total, its) => total + its.size - 1, 0);
}
