import { londonDate } from '@waymark/events';
import { by, type Comparison } from './order.js';
import type { Referral } from './referral.js';

/** One person's referral across providers. */
export interface Journey {
  /** The initial referral (or the onward one that joined none) first, then the onward ones by facts' time, provider, subject. */
  referrals: Referral[];
  /** Those of the referrals whose `partOf` leads to no initial referral: data quality. */
  partOfBroken: ReadonlySet<Referral>;
}

const PART_OF_FOLLOWED_MAX = 4;
const ONWARD_WITHIN_DAYS = 180;

/** A referral as others name it; no provider or subject holds a slash. */
export function referralKey(referral: { provider: string; subject: string }): string {
  return `${referral.provider}/${referral.subject}`;
}

export const byReferredAt: Comparison<Referral> = by(
  (referral) => referral.facts.at,
  (referral) => referral.provider,
  (referral) => referral.subject,
);

export function isInitial(referral: Referral): boolean {
  return (referral.facts.data.kind ?? 'initial') === 'initial';
}

/** Joins every referral to its journey ("The journey" in the event contract). The result's order is not defined. */
export function linkJourneys(referrals: readonly Referral[]): Journey[] {
  const directory = directoryOf(referrals);
  const onwardOf = new Map<Referral, Referral[]>();
  const partOfBroken = new Set<Referral>();
  for (const referral of referrals) if (isInitial(referral)) onwardOf.set(referral, []);
  for (const referral of referrals) {
    if (isInitial(referral)) continue;
    const { initial: named, chain } = followPartOf(referral, directory);
    if (referral.facts.data.partOf && !named) partOfBroken.add(referral);
    const initial = named ?? firstByPseudonym(chain, directory);
    if (initial) onwardOf.get(initial)?.push(referral);
    else onwardOf.set(referral, []);
  }
  return [...onwardOf].map(([key, onward]) => ({
    referrals: [key, ...onward.sort(byReferredAt)],
    partOfBroken,
  }));
}

interface Directory {
  byKey: ReadonlyMap<string, Referral>;
  /** Initial referrals of each NHS-number pseudonym, the latest first (equal: greatest provider, then subject). */
  initialsByNhs: ReadonlyMap<string, Referral[]>;
}

function directoryOf(referrals: readonly Referral[]): Directory {
  const byKey = new Map(referrals.map((referral) => [referralKey(referral), referral]));
  const initialsByNhs = new Map<string, Referral[]>();
  for (const referral of referrals) {
    const nhs = referral.facts.data.person.nhs;
    if (!isInitial(referral) || nhs === undefined) continue;
    const same = initialsByNhs.get(nhs);
    if (same) same.push(referral);
    else initialsByNhs.set(nhs, [referral]);
  }
  for (const same of initialsByNhs.values()) same.sort(byReferredAt).reverse();
  return { byKey, initialsByNhs };
}

/** The initial referral to which `partOf` leads, and the onward ones on the way, the first itself included. */
function followPartOf(onward: Referral, { byKey }: Directory): { initial?: Referral; chain: Referral[] } {
  const chain = [onward];
  let last = onward;
  for (let followed = 0; followed < PART_OF_FOLLOWED_MAX; followed += 1) {
    const partOf = last.facts.data.partOf;
    const next = partOf && byKey.get(referralKey(partOf));
    if (!next || chain.includes(next)) break;
    if (isInitial(next)) return { initial: next, chain };
    chain.push(next);
    last = next;
  }
  return { chain };
}

function firstByPseudonym(chain: readonly Referral[], { initialsByNhs }: Directory): Referral | undefined {
  for (const { facts } of chain) {
    const day = londonDate(facts.at);
    const found = initialsByNhs.get(facts.data.person.nhs ?? '')?.find((initial) => {
      const daysBefore = day - londonDate(initial.facts.at);
      return daysBefore >= 0 && daysBefore <= ONWARD_WITHIN_DAYS;
    });
    if (found) return found;
  }
  return undefined;
}
