import { TOPICS } from '@waymark/event-log';
import { foldPathways, type KnownEvent, type Pathway } from '@waymark/pathways';
import { APPOINTMENTS_PROFILE, csvOf, HEADER, someAppointments } from '../testing/appointments.js';
import { knownEvents } from '../testing/known-events.js';
import { openIngestServer, type Answer, type IngestServer } from '../testing/ingest-server.js';
import type { ImportAnswer } from './imports.js';

const APPOINTMENTS = someAppointments(60);
const PEOPLE = 60;
const ATTENDED = APPOINTMENTS.filter(({ noShow }) => noShow === 'No').length;
const A = csvOf(APPOINTMENTS);
/** The same rows, one person's outcomes corrected. */
const B = csvOf(
  APPOINTMENTS.map((one) => (one.patient === APPOINTMENTS[0]?.patient ? { ...one, noShow: 'No' } : one)),
);
const ATTENDED_IN_B = ATTENDED + 1;

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
  await putProfile(APPOINTMENTS_PROFILE);
});
afterEach(() => server.close());

async function putProfile(text: string, name = 'appointments'): Promise<Answer> {
  return server.send({ method: 'PUT', path: `/v1/profiles/${name}`, body: text });
}

type Imported = Omit<Answer, 'body'> & { body: ImportAnswer & { code?: string; detail?: string } };

async function send(body: string | Buffer, id: string, query = 'profile=appointments'): Promise<Imported> {
  const path = `/v1/imports?${query}&id=${id}`;
  return (await server.send({ path, type: 'text/csv', body })) as unknown as Imported;
}

async function find(id: string): Promise<Imported> {
  return (await server.send({ method: 'GET', path: `/v1/imports/${id}` })) as unknown as Imported;
}

const known = (): Promise<KnownEvent[]> => knownEvents(server.log);

async function tables(): Promise<{ referrals: number; booked: number; attended: number; rows: Pathway[] }> {
  const { pathways: rows, orphans } = foldPathways(await known());
  expect(orphans).toEqual([]);
  const outcomes = rows.flatMap((row) => row.session_outcome);
  const booked = rows.flatMap((row) => row.session_booked).filter((flag) => flag === 1).length;
  return {
    referrals: rows.length,
    booked,
    attended: outcomes.filter((outcome) => outcome === 'attended').length,
    rows,
  };
}

describe('the worked example', () => {
  test('makes a referral of each person, a booked session with an outcome of each row', async () => {
    const { status, body } = await send(A, 'a');
    expect([status, body]).toEqual([
      200,
      {
        ...{
          id: 'a',
          revision: 0,
          state: 'completed',
          rows: APPOINTMENTS.length,
          accepted: APPOINTMENTS.length,
        },
        ...{ duplicates: 0, rejected: 0, leftOut: 0, events: APPOINTMENTS.length * 3, rejects: [] },
      },
    ]);
    const { rows: _, ...counts } = await tables();
    expect(counts).toEqual({ referrals: PEOPLE, booked: APPOINTMENTS.length, attended: ATTENDED });
  });

  test('of a person’s rows the last recorded counts, and an age that nobody has is no age band', async () => {
    const one = APPOINTMENTS[3];
    if (!one) throw new Error('no appointment');
    const later = { ...one, id: one.id + 5, scheduled: '2016-04-28T08:00:00Z', age: 91 };
    // The file's order does not matter: the later one stands first.
    await send(csvOf([later, one, { ...one, patient: '1', id: 1, age: -1 }]), 'a');
    const { rows } = await tables();
    expect(rows.map((row) => row.age_band).sort()).toEqual(['', '85+']);
  });

  test('leaves nothing in the log or the registry that identifies a person', async () => {
    await send(A, 'a');
    const bytes = (await server.bytes()).toString('latin1');
    const patients = [...new Set(APPOINTMENTS.map(({ patient }) => patient))];
    expect(patients.filter((patient) => bytes.includes(patient))).toEqual([]);
    expect(bytes).toContain('5600000');
  });
});

describe('sending again', () => {
  test('the same job answers its result and appends nothing', async () => {
    const first = await send(A, 'a');
    const before = await known();
    const again = await send(A, 'a');
    expect(again.body).toEqual(first.body);
    expect(await known()).toHaveLength(before.length);
  });

  test('A, B, A: the rows are those of the file sent last', async () => {
    const revisions: number[] = [];
    const attended: number[] = [];
    for (const [id, file] of [
      ['a', A],
      ['b', B],
      ['a', A],
      ['b', B],
    ] as const) {
      revisions.push((await send(file, id)).body.revision);
      const { referrals, booked, attended: came } = await tables();
      expect({ referrals, booked }).toEqual({ referrals: PEOPLE, booked: APPOINTMENTS.length });
      attended.push(came);
    }
    expect(revisions).toEqual([0, 1, 2, 3]);
    expect(attended).toEqual([ATTENDED, ATTENDED_IN_B, ATTENDED, ATTENDED_IN_B]);
  });

  test('another job of the same file changes nothing in the tables', async () => {
    await send(A, 'a');
    const before = await tables();
    await send(A, 'the-same-under-another-name');
    const after = await tables();
    expect({ ...after, rows: [] }).toEqual({ ...before, rows: [] });
  });

  test('a job that the log broke goes on under its revision, and nothing counts twice', async () => {
    await send(A, 'a');
    server.log.mode = 'refuseAfterWriting';
    const broken = await send(B, 'b');
    expect([broken.status, broken.body.code]).toEqual([503, 'log_unavailable']);
    expect((await find('b')).body).toMatchObject({ state: 'broken', revision: 1, fault: 'log_unavailable' });
    server.log.mode = 'works';
    expect((await send(B, 'b')).body).toMatchObject({ revision: 1, state: 'completed', rejected: 0 });
    expect((await tables()).attended).toBe(ATTENDED_IN_B);
  });

  test('after a broken job an earlier file replaces what that one left behind', async () => {
    await send(A, 'a');
    server.log.mode = 'refuseAfterWriting';
    await send(B, 'b');
    server.log.mode = 'works';
    expect((await send(A, 'a')).body).toMatchObject({ revision: 2, state: 'completed' });
    expect((await tables()).attended).toBe(ATTENDED);
  });

  test('a file that breaks before its first row takes no revision', async () => {
    await send(A, 'a');
    expect((await send('PatientId\n1\n', 'b')).body.code).toBe('missing_column');
    expect((await find('b')).status).toBe(404);
    expect((await send(B, 'c')).body.revision).toBe(1);
  });

  test('a changed profile makes the same id another job', async () => {
    await send(A, 'a');
    await putProfile(APPOINTMENTS_PROFILE.replace('activity: other', 'activity: advice'));
    expect((await send(A, 'a')).body.revision).toBe(1);
    const { rows } = await tables();
    expect(new Set(rows.flatMap((row) => row.session_activity))).toEqual(new Set(['advice']));
  });
});

describe('a row that is not taken', () => {
  const bad = csvOf(APPOINTMENTS.slice(0, 4)).split('\n');

  test('is named by row, column, code and expectation, and the others go in', async () => {
    const lines = [...bad];
    lines[1] = (lines[1] ?? '').replace(/(Yes|No)$/, 'Perhaps');
    lines[2] = (lines[2] ?? '').replace(/T18:38:08Z/, 'T25:00:00Z');
    lines.splice(3, 0, HEADER, '', '1,2');
    const { status, body } = await send(lines.join('\r\n'), 'a');
    expect(status).toBe(200);
    expect(body).toMatchObject({ rows: 6, accepted: 2, rejected: 4 });
    expect(body.rejects).toEqual([
      { row: 2, column: 'No-show', code: 'not_in_list', expected: 'one of No, Yes' },
      { row: 3, column: 'ScheduledDay', code: 'invalid_instant', expected: 'a date and time: iso' },
      { row: 4, column: null, code: 'repeated_header', expected: 'data; the header stands in row 1 only' },
      { row: 6, column: null, code: 'wrong_cell_count', expected: '14 cells, as in the header' },
    ]);
  });

  test('goes in whole or not at all', async () => {
    await send([bad[0], (bad[1] ?? '').replace(/(Yes|No)$/, '?'), ''].join('\n'), 'a');
    expect(await known()).toEqual([]);
  });

  test.each([
    ['a time before 2015', { scheduled: '2014-12-31T10:00:00Z' }, 'ScheduledDay', 'too_early'],
    ['a time to come', { day: '2030-01-01T00:00:00Z' }, 'AppointmentDay', 'in_the_future'],
    ['no person', { patient: '' }, 'PatientId', 'missing'],
    ['no id', { id: '' as unknown as number }, 'AppointmentID', 'missing'],
  ])('with %s is told by the column behind it', async (_name, change, column, code) => {
    const [one] = APPOINTMENTS;
    if (!one) throw new Error('no appointment');
    const { body } = await send(csvOf([{ ...one, ...change }]), 'a');
    expect(body.rejects).toMatchObject([{ row: 2, column, code }]);
  });

  test('that contradicts a row before it under one id is a conflict; the same row again is a duplicate', async () => {
    const [one] = APPOINTMENTS;
    if (!one) throw new Error('no appointment');
    const { body } = await send(csvOf([one, one, { ...one, noShow: 'No' }]), 'a');
    expect(body).toMatchObject({ rows: 3, accepted: 1, duplicates: 1, rejected: 1 });
    expect(body.rejects).toMatchObject([{ row: 4, column: 'AppointmentID', code: 'id_conflict' }]);
  });

  test('is counted beyond the thousand that are listed', async () => {
    const { body } = await send(`${HEADER}\n${'x\n'.repeat(1_500)}`, 'a');
    expect(body).toMatchObject({ rows: 1_500, rejected: 1_500, state: 'completed' });
    expect(body.rejects).toHaveLength(1_000);
  });
});

test('a row that no longer says what it said takes it back, and gives it again', async () => {
  const profile = APPOINTMENTS_PROFILE.replace(
    'type: attendance.recorded',
    "type: attendance.recorded\n    when: [{ column: No-show, notIn: [''] }]",
  );
  await putProfile(profile);
  const [one] = APPOINTMENTS;
  if (!one) throw new Error('no appointment');
  const outcomes: unknown[] = [];
  for (const [id, noShow] of [
    ['a', 'No'],
    ['b', ''],
    ['c', 'Yes'],
  ] as const) {
    await send(csvOf([{ ...one, noShow }]), id);
    outcomes.push((await tables()).rows.flatMap((row) => row.session_outcome));
  }
  expect(outcomes).toEqual([['attended'], [''], ['dna']]);
});

describe('a dry run', () => {
  test('answers what an import would, and changes nothing', async () => {
    const { body } = await send(A, 'a', 'profile=appointments&dryRun=true');
    expect(body).toMatchObject({ rows: APPOINTMENTS.length, accepted: APPOINTMENTS.length, events: 0 });
    expect(await known()).toEqual([]);
    expect((await find('a')).status).toBe(404);
    expect((await send(A, 'a')).body).toMatchObject({ revision: 0, duplicates: 0 });
  });
});

describe('a call that is not an import', () => {
  test.each([
    ['an unknown profile', 'profile=none&id=a', 'text/csv', 404, 'unknown_profile'],
    ['no profile', 'id=a', 'text/csv', 400, 'missing_parameter'],
    ['no id', 'profile=appointments', 'text/csv', 400, 'invalid_parameter'],
    [
      'an id that looks like an NHS number',
      'profile=appointments&id=9434765919',
      'text/csv',
      400,
      'invalid_parameter',
    ],
    ['an unknown parameter', 'profile=appointments&id=a&x=1', 'text/csv', 400, 'unknown_parameter'],
    ['a dryRun that is neither', 'profile=appointments&id=a&dryRun=1', 'text/csv', 400, 'invalid_parameter'],
    ['another content type', 'profile=appointments&id=a', 'application/json', 415, 'unsupported_media_type'],
  ])('with %s is refused', async (_name, query, type, status, code) => {
    const answer = await server.send({ path: `/v1/imports?${query}`, type, body: A });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('is for providers, each with profiles and jobs of its own', async () => {
    await send(A, 'a');
    const as = (who: 'leisure' | 'analyst', path: string) => server.send({ method: 'GET', path, as: who });
    expect((await as('leisure', '/v1/imports/a')).body.code).toBe('unknown_import');
    expect((await as('leisure', '/v1/profiles/appointments')).body.code).toBe('unknown_profile');
    expect((await as('analyst', '/v1/imports/a')).status).toBe(403);
  });
});

describe('a profile', () => {
  test('is stored once however it is laid out, and answered', async () => {
    const before = await server.log.ends(TOPICS.registry.name);
    const again = await putProfile(APPOINTMENTS_PROFILE.replace(/^ *#.*$/gm, ''));
    expect(again.status).toBe(200);
    expect(await server.log.ends(TOPICS.registry.name)).toEqual(before);
    const found = await server.send({ method: 'GET', path: '/v1/profiles/appointments' });
    expect(found.body).toEqual(again.body);
  });

  test.each([
    ['under another name', APPOINTMENTS_PROFILE.replace('name: appointments', 'name: other'), '/name'],
    ['with a source of somebody else', `${APPOINTMENTS_PROFILE}\nsource: urn:leisure:x\n`, '/source'],
    ['that is not one', 'waymarkProfile: 1\n', '/name'],
  ])('%s is refused with a pointer', async (_name, text, pointer) => {
    const { status, body } = await putProfile(text);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_profile' });
    expect(
      (body as unknown as { faults: { pointer: string }[] }).faults.map((fault) => fault.pointer),
    ).toContain(pointer);
  });
});
