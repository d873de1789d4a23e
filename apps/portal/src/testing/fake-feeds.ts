import type { GuessAnswer, ListedProfile, Preview } from '../api/import-schema.js';
import { FakeApi, json, PROVIDER, problem, type Asked, type FakeAnswer } from './fake-api.js';

/** What was stored, sent and pushed. */
export interface FakeFeeds {
  api: FakeApi;
  profiles: ListedProfile[];
  guess: GuessAnswer;
  preview: Preview;
  /** Files sent, by their names and the profile that read them. */
  sent: string[];
  stored: Record<string, unknown>[];
  pushed: Record<string, unknown>[];
  /** What a stored profile says. */
  full: object;
}

const CSV = 'text/csv';

/** A server of the calls with which files are sent; every file has three refused rows until a test says otherwise. */
export function fakeFeeds(): FakeFeeds {
  const api = new FakeApi();
  api.me = PROVIDER;
  const feeds: FakeFeeds = {
    ...{ api, profiles: [], guess: fakeGuess(), preview: fakePreview(3), sent: [], stored: [] },
    ...{ pushed: [], full: {} },
  };
  api.answer(/^\/v1\/profiles$/, () => json({ profiles: feeds.profiles }));
  api.answer(/^\/v1\/templates$/, () => json({ templates: TEMPLATES }));
  api.answer(/^\/v1\/templates\/[a-z]+$/, () => file('Client number\r\nC001\r\n'));
  api.answer(/^\/v1\/profiles:guess/, () => json(feeds.guess));
  api.answer(/^\/v1\/profiles\/[a-z0-9-]+$/, (url, asked) => store(feeds, url, asked));
  api.answer(/^\/v1\/imports:preview/, (_, { accept }) =>
    accept === CSV ? file('Row,What to correct,Client no\r\n14,...,R14\r\n') : json(feeds.preview),
  );
  api.answer(/^\/v1\/imports\?/, (url, asked) => send(feeds, url, asked));
  api.answer(/^\/v1\/imports\/[^:]+$/, () =>
    problem(404, 'unknown_import', 'No import of yours has this id.'),
  );
  api.answer(/^\/v1\/events$/, (_, { body }) => {
    const events = JSON.parse(String(body)) as Record<string, unknown>[];
    feeds.pushed.push(...events);
    return { ...json({ accepted: events.length, duplicates: 0, rejected: 0 }), status: 202 };
  });
  return feeds;
}

const file = (body: string): FakeAnswer => ({ status: 200, type: CSV, body });

function store(feeds: FakeFeeds, url: URL, { method, body }: Asked): FakeAnswer {
  if (method === 'GET') return json({ name: 'x', hash: 'x', profile: feeds.full });
  feeds.stored.push(JSON.parse(String(body)) as Record<string, unknown>);
  return json({ name: url.pathname.split('/').at(-1), hash: 'ab12'.repeat(16), profile: {} });
}

function send(feeds: FakeFeeds, url: URL, { body }: Asked): FakeAnswer {
  const profile = url.searchParams.get('profile') ?? '';
  feeds.sent.push(`${(body as File).name} by ${profile}`);
  const { rows, accepted, duplicates, rejected, leftOut } = feeds.preview;
  const counts = { rows, accepted, duplicates, rejected, leftOut };
  return json({
    ...{ id: url.searchParams.get('id'), revision: 0, state: 'completed', events: accepted, rejects: [] },
    ...counts,
  });
}

const TEMPLATES = ['referrals', 'sessions', 'outcomes'].map((name) => ({
  ...{ name, hash: name.padEnd(64, '0') },
  columns: [
    { name: 'Client number', example: 'C001' },
    { name: 'Activity', allowed: ['Gym'], example: 'Gym' },
  ],
}));

/** The preview of a file of forty rows. */
export function fakePreview(rejected: number): Preview {
  const rejects = Array.from({ length: rejected }, (_, nth) => ({
    ...{ row: 14 + nth, column: '12/01/2026', code: 'not_in_list', expected: 'one of Yes, No, Late' },
    sentence: `Row ${14 + nth}, 12/01/2026: 'Yess' is not one of Yes, No, Late.`,
  }));
  return {
    ...{ rows: 40, accepted: 39 - rejected, duplicates: 1, rejected, leftOut: 0, rejects },
    sample: [
      {
        ...{ row: 4, cells: { 'Client no': 'R1', Referred: '01/12/2025', '05/01/2026': 'Yes' } },
        events: [
          fakeEvent('referral.received', '2025-12-01T00:00:00.000Z', {
            person: { id: 'p1.ab' },
            sex: 'female',
          }),
          fakeEvent('booking.made', '2026-01-05T10:00:00.000Z', {
            ...{ bookingId: 'b', activity: 'swimming', activityProvider: 'harbour-pool' },
            startsAt: '2026-01-05T10:00:00.000Z',
          }),
          fakeEvent('attendance.recorded', '2026-01-05T10:00:00.000Z', {
            bookingId: 'b',
            outcome: 'attended',
          }),
        ],
      },
    ],
  };
}

function fakeEvent(
  type: string,
  time: string,
  data: Record<string, unknown>,
): Preview['sample'][0]['events'][0] {
  return { ...{ type: `org.waymark.${type}.v1`, time, id: `${type}.1`, subject: 'c1' }, data };
}

/** The guess of a wide register with one word that nobody knows. */
export function fakeGuess(): GuessAnswer {
  const dates = ['05/01/2026', '12/01/2026', '19/01/2026'];
  return {
    headers: ['Client no', 'Full name', 'Referred', ...dates],
    sampleRows: [
      ['R1', 'Ann Lee', '01/12/2025', 'Yes', 'No', 'Yess'],
      ['R2', 'Ben Oh', '03/12/2025', 'Yes', 'Late', ''],
    ],
    guess: {
      profile: {
        unpivot: { columns: { date: 'd/M/yyyy' } },
        events: {
          referral: {
            time: { column: 'Referred', instant: 'd/M/yyyy' },
            data: { person: { id: { column: 'Client no', pseudonym: 'client' } } },
          },
          booking: { time: { column: 'Session', instant: 'iso' }, data: { activity: 'other' } },
          attendance: {
            time: { column: 'Session', instant: 'iso' },
            data: {
              outcome: {
                column: 'Attended',
                map: { Yes: 'attended', No: 'did_not_attend', Late: 'attended_late' },
              },
            },
          },
        },
      },
      placed: [
        { column: 'Client no', as: 'client', confidence: 1 },
        { column: 'Referred', as: 'referredOn', confidence: 1 },
        ...dates.map((column) => ({ column, as: 'session', confidence: 0.9 })),
      ],
      unknownValues: [{ column: 'Attended', values: ['Yess'] }],
    },
  };
}
