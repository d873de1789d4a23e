import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { readPathways } from '../tables/pathways.js';
import { knownEvent } from '../testing/known-events.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import { Projection } from './projection.js';

jest.setTimeout(120_000);

const SESSIONS = 6_000;
const VOIDS = 6_000;
const DAY_MS = 86_400_000;
const REFERRED = Date.parse('2026-01-05T10:00:00Z');
const after = (days: number): string => new Date(REFERRED + days * DAY_MS).toISOString();

/** More than any referral should have, all under one name: what a provider's fault, or an attack, may send. */
function hugeReferral(): KnownEvent[] {
  const subject = 'huge';
  const person = { person: { id: 'p1.a' } };
  const events = [knownEvent({ type: 'referral.received', time: after(0), subject, data: person })];
  for (let n = 0; n < SESSIONS; n += 1) {
    const bookingId = `b-${n}`;
    const booking = { bookingId, activityProvider: 'lw', activity: 'walking', startsAt: after(1 + (n % 60)) };
    events.push(
      knownEvent({ type: 'booking.made', time: after(0), subject, data: booking }),
      knownEvent({
        ...{ type: 'attendance.recorded', time: after(1 + (n % 60)), subject },
        data: { bookingId, outcome: 'attended' },
      }),
    );
  }
  for (let n = 0; n < VOIDS; n += 1) {
    const eventId = n === 0 ? 'never sent' : `v-${n - 1}`;
    events.push(
      knownEvent({ type: 'event.voided', id: `v-${n}`, time: after(2), subject, data: { eventId } }),
    );
    events.push(
      knownEvent({
        type: 'event.voided',
        id: 'v-0',
        revision: n,
        time: after(2),
        subject,
        data: { eventId },
      }),
    );
  }
  return events;
}

test('a referral of many thousand events is folded within the memory of a statement, and like any other', async () => {
  const warehouse = await openTestWarehouse();
  const projection = await Projection.open(warehouse);
  const events = hugeReferral();
  await projection.project(batchOf(events));
  expect(await readPathways(warehouse, projection.database)).toEqual(foldPathways(events).pathways);
  await projection.close();
  await warehouse.close();
});
