import { countingEvents } from './counting-events.js';
import { foldReferral, type Referral } from './referral.js';
import { world, type ReferralHistory } from './testing/index.js';

/** The referral that the given history makes. */
function folded(write: (r: ReferralHistory) => void): Referral {
  const log = world();
  write(log.provider('a').referral('r1').received('2026-01-05T09:00:00Z'));
  return foldReferral(countingEvents(log.events()).events)!;
}

const at = (text: string): number => Date.parse(text);

describe('facts', () => {
  test('the last received in counting order is the facts, whole', () => {
    const referral = folded((r) => {
      r.received('2026-01-03', { sex: 'female', practice: 'A81001' }, { recorded: '2026-02-01' });
      r.received('2026-01-04', { sex: 'male' }, { recorded: '2026-03-01' });
      r.received('2026-01-06', { sex: 'other' }, { recorded: '2026-02-15' });
    });
    expect(referral.facts.at).toBe(at('2026-01-04T12:00:00Z'));
    expect(referral.facts.data).toEqual({ person: { id: 'p1.a.r1' }, sex: 'male' });
  });

  test('without a counting received there is no referral', () => {
    const log = world();
    log
      .provider('a')
      .referral('r1')
      .received('2026-01-05', {}, { id: 'x' })
      .closed('2026-02-05', 'completed')
      .voided('2026-02-06', 'x');
    expect(foldReferral(countingEvents(log.events()).events)).toBeUndefined();
    expect(foldReferral([])).toBeUndefined();
  });
});

test('answers and closings are kept in counting order, not in that of their times', () => {
  const referral = folded((r) => {
    r.accepted('2026-01-20', {}, { recorded: '2026-01-20' });
    r.declined('2026-01-10', 'person', {}, { recorded: '2026-01-21' });
    r.closed('2026-03-02', 'withdrawn', {}, { recorded: '2026-03-02' });
    r.closed('2026-02-02', 'completed', {}, { recorded: '2026-03-03' });
  });
  expect(referral.answers.map(({ name }) => name)).toEqual(['referral.accepted', 'referral.declined']);
  expect(referral.closings.map(({ data }) => data.outcome)).toEqual(['withdrawn', 'completed']);
});

test('roles come from assignments, contacts, answers and every received, each counting', () => {
  const referral = folded((r) => {
    r.received('2026-01-06', { role: 'care_coordinator' });
    r.received('2026-01-07', {});
    r.accepted('2026-01-08', { role: 'link_worker' });
    r.accepted('2026-01-09');
    r.assigned('2026-01-10', 'health_coach', { id: 'wrong' });
    r.contact('2026-01-11', { role: 'other', outcome: 'no_answer' });
    r.voided('2026-01-12', 'wrong');
  });
  expect(referral.roles.map(({ role }) => role)).toEqual(['care_coordinator', 'link_worker', 'other']);
});

test('first booked is the earliest time of a counting booking.made, moved or cancelled since, but not voided', () => {
  const referral = folded((r) => {
    r.booked('2026-01-10', 'b1', '2026-02-01', {}, { id: 'wrong' });
    r.booked('2026-01-12', 'b2', '2026-02-02').cancelled('2026-01-20', 'b2', 'person');
    r.booked('2026-01-13', 'b3', '2026-02-01');
    r.rescheduled('2026-01-11', 'b4', '2026-02-01');
    r.voided('2026-01-14', 'wrong');
  });
  expect(referral.firstBookedAt).toBe(at('2026-01-12T12:00:00Z'));
});
