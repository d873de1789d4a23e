import type { FaultCode } from './faults.js';
import { admittedData, refusesData, takesData } from './testing/admissions.js';

const ACCEPTED = 'org.waymark.referral.accepted.v1';
const DECLINED = 'org.waymark.referral.declined.v1';
const CONTACT = 'org.waymark.contact.recorded.v1';
const ASSIGNED = 'org.waymark.support.assigned.v1';
const MEASURE = 'org.waymark.measure.recorded.v1';
const CLOSED = 'org.waymark.referral.closed.v1';
const VOIDED = 'org.waymark.event.voided.v1';

describe('accepting, declining, supporting, closing', () => {
  refusesData(ACCEPTED, [
    ['role is of the list', { role: 'gp' }, 'not_in_list', '/role'],
    ['unknown members are refused', { by: 'person' }, 'unknown_member', '/by'],
  ]);
  refusesData(DECLINED, [
    ['by is required', { by: undefined }, 'missing', '/by'],
    ['by is of the list', { by: 'provider' }, 'not_in_list', '/by'],
    ['reason is of the list', { reason: 'because' }, 'not_in_list', '/reason'],
    ['unknown members are refused', { note: 'x' }, 'unknown_member', '/note'],
  ]);
  refusesData(CONTACT, [
    ['role is required', { role: undefined }, 'missing', '/role'],
    ['mode is required', { mode: undefined }, 'missing', '/mode'],
    ['mode is of the list', { mode: 'letter' }, 'not_in_list', '/mode'],
    ['outcome is required', { outcome: undefined }, 'missing', '/outcome'],
    ['outcome is of the list', { outcome: 'busy' }, 'not_in_list', '/outcome'],
    ['minutes is at least 0', { minutes: -1 }, 'out_of_range', '/minutes'],
    ['minutes is at most 600', { minutes: 601 }, 'out_of_range', '/minutes'],
    ['minutes is whole', { minutes: 1.5 }, 'wrong_type', '/minutes'],
    ['minutes is no number beyond all', { minutes: Infinity }, 'out_of_range', '/minutes'],
    ['each action is of the list', { actions: ['talk'] }, 'not_in_list', '/actions/0'],
    ['actions have a bound', { actions: Array(33).fill('review') }, 'too_many', '/actions'],
    ['each barrier is of the list', { barriers: ['cost', 'rain'] }, 'not_in_list', '/barriers/1'],
    ['free text has no place', { note: 'x' }, 'unknown_member', '/note'],
  ]);
  refusesData(ASSIGNED, [
    ['role is required', { role: undefined }, 'missing', '/role'],
    ['role is of the list', { role: 'gp' }, 'not_in_list', '/role'],
  ]);
  refusesData(CLOSED, [
    ['outcome is required', { outcome: undefined }, 'missing', '/outcome'],
    ['outcome is of the list', { outcome: 'done' }, 'not_in_list', '/outcome'],
    ['reason is of the list', { reason: 'because' }, 'not_in_list', '/reason'],
    ['unknown members are refused', { note: 'x' }, 'unknown_member', '/note'],
  ]);
  takesData(ACCEPTED, [['without a role', { role: undefined }]]);
  takesData(DECLINED, [['by the service, without a reason', { by: 'service', reason: undefined }]]);
  takesData(CONTACT, [
    ['0 minutes', { minutes: 0 }],
    ['600 minutes', { minutes: 600 }],
    [
      'nothing more than who, how and whether',
      { minutes: undefined, actions: undefined, barriers: undefined },
    ],
  ]);
});

describe('event.voided', () => {
  refusesData(VOIDED, [
    ['eventId is required', { eventId: undefined }, 'missing', '/eventId'],
    ['eventId is an id', { eventId: 'a b' }, 'invalid_format', '/eventId'],
    ['source is a URI-reference', { source: 'a b' }, 'invalid_format', '/source'],
    ['source is at most 256', { source: 'a'.repeat(257) }, 'too_long', '/source'],
    ['reason is of the list', { reason: 'wrong' }, 'not_in_list', '/reason'],
    ['it cannot name another subject', { subject: 'r-2' }, 'unknown_member', '/subject'],
  ]);
  takesData(VOIDED, [['of the own source', { source: undefined, reason: undefined }]]);
});

describe('measure.recorded', () => {
  refusesData(MEASURE, [
    ['instrument is required', { instrument: undefined }, 'missing', '/instrument'],
    ['instrument is of the list', { instrument: 'gad7' }, 'not_in_list', '/instrument'],
    ['stage is required', { stage: undefined }, 'missing', '/stage'],
    ['stage is of the list', { stage: 'middle' }, 'not_in_list', '/stage'],
    ['scores are required', { scores: undefined }, 'missing', '/scores'],
    ['scores are an object', { scores: 7 }, 'wrong_type', '/scores'],
    ['scores belong to their instrument', { instrument: 'swemwbs' }, 'missing', '/scores/raw'],
    ['unknown members are refused', { note: 'x' }, 'unknown_member', '/note'],
  ]);

  /** Instrument, scores at their lower and upper bounds, and which may be absent. */
  const INSTRUMENTS: [string, Record<string, [least: number, most: number]>, string[]][] = [
    ['ons4', { satisfaction: [0, 10], worthwhile: [0, 10], happy: [0, 10], anxious: [0, 10] }, []],
    ['swemwbs', { raw: [7, 35] }, []],
    ['wemwbs', { total: [14, 70] }, []],
    ['pam13', { score: [0, 100] }, []],
    [
      'eq5d5l',
      {
        mobility: [1, 5],
        selfCare: [1, 5],
        usualActivities: [1, 5],
        pain: [1, 5],
        anxiety: [1, 5],
        vas: [0, 100],
      },
      ['vas'],
    ],
    ['ipaq_sf', { metMinutes: [0, 20_000] }, []],
    ['mycaw', { concern1: [0, 6], concern2: [0, 6], wellbeing: [0, 6] }, ['concern2']],
    ['ucla3', { total: [3, 9] }, []],
    ['active_minutes', { minutesPerWeek: [0, 10_080] }, []],
  ];

  test.each(INSTRUMENTS)('%s has its scores within their bounds', (instrument, bounds, optional) => {
    const at = (end: 0 | 1): Record<string, number> =>
      Object.fromEntries(Object.entries(bounds).map(([score, limits]) => [score, limits[end]]));
    const send = (scores: Record<string, unknown>) => admittedData(MEASURE, { instrument, scores });
    const refusal = (code: FaultCode, score: string) => ({
      ok: false,
      code,
      pointer: `/data/scores/${score}`,
    });
    expect([send(at(0)), send(at(1))]).toMatchObject([{ ok: true }, { ok: true }]);
    for (const [score, [least, most]] of Object.entries(bounds)) {
      expect(send({ ...at(0), [score]: least - 1 })).toMatchObject(refusal('out_of_range', score));
      expect(send({ ...at(0), [score]: most + 1 })).toMatchObject(refusal('out_of_range', score));
      expect(send({ ...at(0), [score]: '3' })).toMatchObject(refusal('wrong_type', score));
      expect(send({ ...at(0), [score]: undefined })).toMatchObject(
        optional.includes(score) ? { ok: true } : refusal('missing', score),
      );
    }
    expect(send({ ...at(0), other: 1 })).toMatchObject(refusal('unknown_member', 'other'));
  });
});
