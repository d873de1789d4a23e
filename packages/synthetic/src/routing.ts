import { DAY } from './calendar.js';
import type { Case } from './effects.js';
import { HABITS, isOpen } from './habits.js';
import type { ProviderId } from './providers.js';
import { Choice, type Random } from './random.js';

/** Services that take referrals first, with their share where they work; the PCNs' link workers take the rest. */
const FIRST: readonly (readonly [ProviderId, number])[] = [
  ['demo-northern', 0.45],
  ['demo-exercise', 0.35],
  ['demo-mind', 0.2],
];
const ONWARD: readonly (readonly [ProviderId, number])[] = [
  ['demo-leisure', 0.48],
  ['demo-trust', 0.11],
  ['demo-garden', 0.11],
  ['demo-coast', 0.12],
  ['demo-voices', 0.11],
  ['demo-steps', 0.1],
];
/** Referrals this many days before a provider joined are the ones already under way when its feed begins. */
const UNDER_WAY_DAYS = 50;

/** Who takes a referral first. */
export function initialProvider({ person, at }: Case, random: Random): ProviderId {
  for (const [provider, share] of FIRST) {
    if (isOpen(provider, person.place.region, at) && random.chance(share)) return provider;
  }
  return 'demo-linkworkers';
}

/** Who takes an onward referral made at an instant. */
export function onwardProvider({ person }: Case, at: number, random: Random): ProviderId {
  const open = ONWARD.filter(([provider]) => {
    const { from = -Infinity } = HABITS[provider];
    const underWay = at < from && at >= from - UNDER_WAY_DAYS * DAY;
    return isOpen(provider, person.place.region, underWay ? from : at);
  });
  return new Choice(open).pick(random);
}
