import { foldPathways } from './fold-pathways.js';
import type { Pathway } from './pathway.js';
import { world, type ReferralHistory, type World } from './testing/index.js';

const at = (text: string): number => Date.parse(text.includes('T') ? text : `${text}T12:00:00Z`);

/** A link worker's initial referral `lw/r1` and a trust's onward one `trust/t1` of the same journey. */
function pair(): { log: World; lw: ReferralHistory; trust: ReferralHistory } {
  const log = world();
  return {
    log,
    lw: log.provider('lw').referral('r1').received('2026-01-05'),
    trust: log
      .provider('trust')
      .referral('t1')
      .received('2026-01-08', { kind: 'onward', partOf: { provider: 'lw', subject: 'r1' } }),
  };
}

function only(log: World): Pathway {
  const { pathways } = foldPathways(log.events());
  expect(pathways).toHaveLength(1);
  return pathways[0]!;
}

test('a journey of two providers, whole', () => {
  const log = world();
  log
    .provider('lw')
    .referral('r1')
    .received('2026-01-05', {
      person: { id: 'p1.one', nhs: 'n1.x' },
      practice: 'A81001',
      ageBand: '55-64',
      route: 'gp',
      reasons: ['loneliness', 'weight'],
      role: 'link_worker',
      activityBased: true,
    })
    .accepted('2026-01-06', { role: 'link_worker' })
    .contact('2026-01-07T09:00:00Z', {
      outcome: 'no_answer',
      minutes: 0,
      actions: ['reminder'],
      barriers: ['cost', 'anxiety_or_confidence'],
    })
    .contact('2026-01-07T10:00:00Z', { mode: 'in_person' })
    .closed('2026-01-20', 'completed', { reason: 'improved' });
  log
    .provider('trust')
    .referral('t1')
    .received('2026-01-08', {
      person: { id: 'p1.two', nhs: 'n1.x' },
      kind: 'onward',
      icb: 'QE1',
      sex: 'female',
      ethnicity: 'A',
      lsoa: 'E01000001',
    })
    .declined('2026-01-09', 'service', { reason: 'timing' })
    .agreed('2026-01-10', { plannedSessions: 12, plannedWeeks: 6 })
    .booked('2026-01-11', 'b1', '2026-01-18T10:00:00Z')
    .attended('2026-01-18T11:00:00Z', 'b1')
    .booked('2026-01-10', 'b2', '2026-01-25T10:00:00Z')
    .cancelled('2026-01-25T09:00:00Z', 'b2', 'person', { reason: 'work_or_caring' })
    .attended('2026-01-30T08:00:00Z', 'd1', { activity: 'walking', activityProvider: 'park' })
    .cancelled('2026-01-26', 'b3', 'provider')
    .measured('2026-01-12', 'ons4', 'baseline', { worthwhile: 5, anxious: 7, happy: 4, satisfaction: 6 })
    .closed('2026-04-01', 'withdrawn');

  expect(only(log)).toEqual({
    provider: 'lw',
    subject: 'r1',
    kind: 'initial',
    referred_at: at('2026-01-05'),
    person_nhs: 'n1.x',
    person_id: 'p1.one',
    practice: 'A81001',
    lsoa: 'E01000001',
    icb: 'QE1',
    age_band: '55-64',
    sex: 'female',
    ethnicity: 'A',
    route: 'gp',
    reasons: ['loneliness', 'weight'],
    activity_based: true,
    first_contact_at: at('2026-01-07T10:00:00Z'),
    first_booked_at: at('2026-01-10'),
    first_booked_start: at('2026-01-18T10:00:00Z'),
    first_attended_at: at('2026-01-18T10:00:00Z'),
    last_attended_at: at('2026-01-30T08:00:00Z'),
    programme_at: at('2026-01-10'),
    programme_activity_provider: 'leisure',
    programme_activity: 'gym',
    programme_planned_sessions: 12,
    programme_planned_weeks: 6,
    referral_provider: ['lw', 'trust'],
    referral_subject: ['r1', 't1'],
    referral_at: [at('2026-01-05'), at('2026-01-08')],
    referral_kind: ['initial', 'onward'],
    referral_practice: ['A81001', ''],
    referral_lsoa: ['', 'E01000001'],
    referral_icb: ['', 'QE1'],
    referral_part_of_broken: [0, 0],
    answer_ref: [0, 1],
    answer_at: [at('2026-01-06'), at('2026-01-09')],
    answer_kind: ['accepted', 'declined'],
    answer_by: ['', 'service'],
    answer_reason: ['', 'timing'],
    closing_ref: [0, 1],
    closing_at: [at('2026-01-20'), at('2026-04-01')],
    closing_outcome: ['completed', 'withdrawn'],
    closing_reason: ['improved', ''],
    session_ref: [1, 1, 1],
    session_booking: ['b1', 'b2', 'd1'],
    session_start: [at('2026-01-18T10:00:00Z'), at('2026-01-25T10:00:00Z'), at('2026-01-30T08:00:00Z')],
    session_outcome: ['attended', 'cancelled_by_person', 'attended'],
    session_booked: [1, 1, 0],
    session_late: [0, 1, 0],
    session_activity: ['gym', 'gym', 'walking'],
    session_activity_provider: ['leisure', 'leisure', 'park'],
    session_reason: ['', 'work_or_caring', ''],
    contact_ref: [0, 0],
    contact_at: [at('2026-01-07T09:00:00Z'), at('2026-01-07T10:00:00Z')],
    contact_role: ['link_worker', 'link_worker'],
    contact_mode: ['telephone', 'in_person'],
    contact_outcome: ['no_answer', 'reached'],
    contact_minutes: [0, null],
    contact_actions: [['reminder'], []],
    contact_barriers: [['cost', 'anxiety_or_confidence'], []],
    role_at: [at('2026-01-05'), at('2026-01-06'), at('2026-01-07T09:00:00Z'), at('2026-01-07T10:00:00Z')],
    role: ['link_worker', 'link_worker', 'link_worker', 'link_worker'],
    programme_ref: [1],
    programme_time: [at('2026-01-10')],
    programme_by: ['leisure'],
    programme_what: ['gym'],
    programme_sessions: [12],
    programme_weeks: [6],
    measure_at: [at('2026-01-12')],
    measure_instrument: ['ons4'],
    measure_stage: ['baseline'],
    measure_scores: [
      [
        ['anxious', 7],
        ['happy', 4],
        ['satisfaction', 6],
        ['worthwhile', 5],
      ],
    ],
    undated_bookings: 1,
    rescheduled_after_outcome: 0,
  } satisfies Pathway);
});

describe('personal facts', () => {
  test('each is the initial referral’s, else that of the first onward that has it', () => {
    const { log, lw } = pair();
    lw.received('2026-01-05', { person: { id: 'p1.own' }, sex: 'not_known' });
    const partOf = { provider: 'lw', subject: 'r1' };
    log
      .provider('zoo')
      .referral('z')
      .received('2026-01-06', { kind: 'onward', partOf, ageBand: '25-34', sex: 'male' });
    log
      .provider('art')
      .referral('a')
      .received('2026-01-09', {
        person: { nhs: 'n1.late' },
        kind: 'onward',
        partOf,
        ageBand: '18-24',
        practice: 'B82002',
      });
    expect(only(log)).toMatchObject({
      person_id: 'p1.own',
      person_nhs: 'n1.late',
      sex: 'not_known',
      age_band: '25-34',
      practice: 'B82002',
      ethnicity: '',
    });
  });

  test('of onward referrals at one instant, the least provider and then subject is first', () => {
    const { log } = pair();
    const partOf = { provider: 'lw', subject: 'r1' };
    const later = log.provider('b');
    later.referral('2').received('2026-01-20', { kind: 'onward', partOf, sex: 'male' });
    later.referral('1').received('2026-01-20', { kind: 'onward', partOf, sex: 'female' });
    log.provider('c').referral('0').received('2026-01-20', { kind: 'onward', partOf, sex: 'other' });
    expect(only(log).sex).toBe('female');
  });

  test('route, reasons and the activity flag are the key referral’s alone', () => {
    const { log, trust } = pair();
    trust.received('2026-01-08', {
      kind: 'onward',
      partOf: { provider: 'lw', subject: 'r1' },
      route: 'gp',
      reasons: ['weight'],
      activityBased: false,
    });
    expect(only(log)).toMatchObject({ route: '', reasons: [], activity_based: null });
  });
});

describe('milestones', () => {
  test('nothing happened: all absent', () => {
    expect(only(pair().log)).toMatchObject({
      first_contact_at: null,
      first_booked_at: null,
      first_booked_start: null,
      first_attended_at: null,
      last_attended_at: null,
      programme_at: null,
      programme_activity: '',
    });
  });

  test('the first contact is the earliest that reached the person, of any referral', () => {
    const { log, lw, trust } = pair();
    lw.contact('2026-01-06', { outcome: 'left_message' }).contact('2026-01-12');
    trust.contact('2026-01-10');
    expect(only(log).first_contact_at).toBe(at('2026-01-10'));
  });

  test('the first booked start counts cancelled and moved bookings and leaves out drop-ins', () => {
    const { log, trust } = pair();
    trust
      .booked('2026-01-10', 'b1', '2026-01-15')
      .rescheduled('2026-01-11', 'b1', '2026-01-20')
      .cancelled('2026-01-12', 'b1', 'provider')
      .booked('2026-01-10', 'b2', '2026-01-22')
      .attended('2026-01-16', 'd1');
    expect(only(log)).toMatchObject({
      first_booked_start: at('2026-01-20'),
      first_booked_at: at('2026-01-10'),
      first_attended_at: at('2026-01-16'),
    });
  });

  test('what is dated before the referral is kept and counts', () => {
    const { log, trust } = pair();
    trust.attended('2025-12-01', 'd1').contact('2025-11-30');
    expect(only(log)).toMatchObject({
      referred_at: at('2026-01-05'),
      first_attended_at: at('2025-12-01'),
      first_contact_at: at('2025-11-30'),
    });
  });
});

describe('the programme', () => {
  test('is that of the referral of the first attended session, though another began earlier', () => {
    const { log, lw, trust } = pair();
    lw.agreed('2026-01-06', { activity: 'advice' });
    trust.agreed('2026-01-12', { activity: 'swimming' }).attended('2026-01-14', 'd1');
    lw.attended('2026-01-15', 'd1');
    expect(only(log)).toMatchObject({ programme_activity: 'swimming', programme_at: at('2026-01-12') });
    expect(only(log).programme_what).toEqual(['advice', 'swimming']);
  });

  test('is the journey’s earliest where that referral has none, and where nobody came', () => {
    const { log, lw, trust } = pair();
    lw.agreed('2026-01-07', { activity: 'walking' }).agreed('2026-01-06', { activity: 'advice' });
    expect(only(log).programme_activity).toBe('advice');
    trust.attended('2026-01-14', 'd1');
    expect(only(log).programme_activity).toBe('advice');
  });

  test('equal first sessions: the least provider, though its referral stands later in the journey', () => {
    const { log, lw } = pair();
    lw.agreed('2026-01-06', { activity: 'advice' }).attended('2026-01-14', 'd1');
    log
      .provider('art')
      .referral('a')
      .received('2026-01-09', { kind: 'onward', partOf: { provider: 'lw', subject: 'r1' } })
      .agreed('2026-01-20', { activity: 'arts' })
      .attended('2026-01-14', 'd1');
    expect(only(log).programme_activity).toBe('arts');
  });

  test('equal times in one referral: the last in counting order, which also stands first in the list', () => {
    const { log, trust } = pair();
    trust
      .agreed('2026-01-12', { activity: 'swimming' }, { recorded: '2026-01-20' })
      .agreed('2026-01-12', { activity: 'cycling' }, { recorded: '2026-01-22' })
      .agreed('2026-01-12', { activity: 'dance' }, { recorded: '2026-01-21' });
    expect(only(log)).toMatchObject({
      programme_activity: 'cycling',
      programme_what: ['cycling', 'dance', 'swimming'],
    });
  });

  test('equal times in two referrals: the referral that stands first in the journey', () => {
    const { log, lw, trust } = pair();
    trust.agreed('2026-01-12', { activity: 'swimming' });
    lw.agreed('2026-01-12', { activity: 'advice' });
    expect(only(log)).toMatchObject({ programme_activity: 'advice', programme_ref: [0, 1] });
  });
});

describe('orders of the lists', () => {
  test('sessions: by start, then referral, then booking id by code point', () => {
    const { log, lw, trust } = pair();
    for (const booking of ['b', 'B', 'a10', 'a9']) trust.booked('2026-01-09', booking, '2026-02-01');
    lw.booked('2026-01-09', 'z', '2026-02-01');
    trust.booked('2026-01-09', 'first', '2026-01-31');
    expect(only(log).session_booking).toEqual(['first', 'z', 'B', 'a10', 'a9', 'b']);
    expect(only(log).session_ref).toEqual([1, 0, 1, 1, 1, 1]);
  });

  test('contacts, roles and measures: by time, then referral, then counting order', () => {
    const { log, lw, trust } = pair();
    trust
      .contact('2026-01-12', { minutes: 4, role: 'other' }, { recorded: '2026-01-14' })
      .contact('2026-01-12', { minutes: 3, role: 'health_coach' }, { recorded: '2026-01-13' });
    lw.contact('2026-01-12', { minutes: 2 }).contact('2026-01-11', { minutes: 1, role: 'care_coordinator' });
    expect(only(log).contact_minutes).toEqual([1, 2, 3, 4]);
    expect(only(log).role).toEqual(['care_coordinator', 'link_worker', 'health_coach', 'other']);
    trust
      .measured('2026-02-01', 'ucla3', 'review', { total: 5 }, { recorded: '2026-02-03' })
      .measured('2026-02-01', 'ucla3', 'review', { total: 4 }, { recorded: '2026-02-02' });
    lw.measured('2026-02-01', 'ucla3', 'baseline', { total: 3 });
    expect(only(log).measure_scores).toEqual([[['total', 3]], [['total', 4]], [['total', 5]]]);
  });

  test('answers and closings: by referral, then counting order, whatever their times', () => {
    const { log, lw, trust } = pair();
    trust.accepted('2026-01-01').closed('2026-01-02', 'lost_contact');
    lw.accepted('2026-01-20', {}, { recorded: '2026-01-21' });
    lw.declined('2026-01-25', 'person', { reason: 'cost' }, { recorded: '2026-01-20' });
    lw.closed('2026-03-02', 'withdrawn', {}, { recorded: '2026-03-05' });
    lw.closed('2026-03-03', 'completed', {}, { recorded: '2026-03-04' });
    expect(only(log)).toMatchObject({
      answer_ref: [0, 0, 1],
      answer_kind: ['declined', 'accepted', 'accepted'],
      answer_by: ['person', '', ''],
      answer_reason: ['cost', '', ''],
      closing_ref: [0, 0, 1],
      closing_outcome: ['completed', 'withdrawn', 'lost_contact'],
    });
  });
});
