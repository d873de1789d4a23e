import type { KnownEvent } from './known-event.js';

/** An event's identity within its referral. No id holds a space, so the pair cannot be read two ways. */
export function eventKey(source: string, id: string): string {
  return `${id} ${source}`;
}

/** What each void names, by the void's own key: `source` defaults to the void's own. */
function targetsByVoid(current: readonly KnownEvent[]): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { event } of current) {
    if (event.type !== 'org.waymark.event.voided.v1') continue;
    const target = eventKey(event.data.source ?? event.source, event.data.eventId);
    targets.set(eventKey(event.source, event.id), target);
  }
  return targets;
}

/**
 * Keys of the events that voids take away, every revision of each. A void that names a void undoes it; one that names
 * a void of a void has no effect, whatever else happened to that one: so a void that names itself, and two that name
 * each other, do nothing.
 *
 * @param current one referral's events, every id at its highest revision: naming another referral's event finds nothing.
 */
export function voidedKeys(current: readonly KnownEvent[]): Set<string> {
  const targets = targetsByVoid(current);
  const namesNoVoid = (key: string): boolean => !targets.has(targets.get(key) ?? '');
  const undone = new Set<string>();
  for (const target of targets.values()) {
    if (targets.has(target) && namesNoVoid(target)) undone.add(target);
  }
  const voided = new Set<string>();
  for (const [key, target] of targets) {
    if (namesNoVoid(key) && !undone.has(key)) voided.add(target);
  }
  return voided;
}
