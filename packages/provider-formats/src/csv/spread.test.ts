import { Pseudonyms } from '@waymark/events';
import { gather, whole } from '../testing/bytes.js';
import { compileProfile } from './compile-profile.js';
import { parseProfile } from './profile.js';
import { readTable } from './table.js';

const profile = (columns: string): string => `
waymarkProfile: 1
name: register
subject: { column: No, pseudonym: client }
unpivot: { columns: ${columns}, header: Session, cell: Came }
events:
  referral:
    type: referral.received
    id: [No]
    time: { column: Joined, instant: dd/MM/yyyy }
    data: { person: { id: { column: No, pseudonym: client } } }
  attendance:
    type: attendance.recorded
    id: [No, Session]
    time: { column: Session, instant: iso }
    data:
      bookingId: { columns: [No, Session], pseudonym: session }
      outcome: { column: Came, map: { Y: attended, N: did_not_attend } }
`;
const BY_DATE = profile('{ date: dd/MM/yyyy }');

async function mapped(text: string, written = BY_DATE, revision = 0) {
  const compiled = compileProfile(parseProfile(written));
  const context = {
    providerId: 'trust',
    sourcePrefix: 'urn:trust:',
    pseudonyms: new Pseudonyms('0123456789abcdef'),
    revision,
    startedAt: '2026-11-24T12:00:00.000Z',
  };
  const rows = await gather(readTable(whole(text), compiled, compiled));
  return rows.map((row) => (row.ok ? compiled.map(row.cells, context) : row));
}

async function sessions(text: string, written?: string, revision?: number): Promise<unknown[]> {
  const rows = await mapped(text, written, revision);
  return rows.flatMap((row) =>
    row.ok
      ? row.events
          .filter(({ event }) => event['type'] === 'org.waymark.attendance.recorded.v1')
          .map(({ event }) => [event['time'], (event['data'] as { outcome: string }).outcome])
      : [row.fault],
  );
}

const HEADER = 'No,Joined,12/01/2026,19/01/2026,Notes,06/07/2026\n';

describe('a wide register', () => {
  test('makes a session of every filled cell, and one referral of a row', async () => {
    const [row] = await mapped(`${HEADER}7,05/01/2026,Y,,late,N\n`);
    const events = row?.ok === true ? row.events.map(({ event }) => event) : [];
    expect(events.map(({ type, time }) => [type, time])).toEqual([
      ['org.waymark.referral.received.v1', '2026-01-05T00:00:00.000Z'],
      ['org.waymark.attendance.recorded.v1', '2026-01-12T00:00:00.000Z'],
      ['org.waymark.attendance.recorded.v1', '2026-07-05T23:00:00.000Z'],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  test('names sessions by the day, not by the place of its column', async () => {
    const ids = async (text: string): Promise<unknown[]> =>
      (await mapped(text)).flatMap((row) => (row.ok ? row.events.map(({ event }) => event['id']) : []));
    const one = await ids(`${HEADER}7,05/01/2026,Y,N,,Y\n`);
    const moved = await ids('06/07/2026,12/01/2026,No,19/01/2026,Joined\nY,Y,7,N,05/01/2026\n');
    expect([...moved].sort()).toEqual([...one].sort());
  });

  test('refuses a row at the column where its cell says nothing known', async () => {
    expect(await sessions(`${HEADER}7,05/01/2026,Y,Yess,,N\n`)).toEqual([
      expect.objectContaining({ column: '19/01/2026', code: 'not_in_list', expected: 'one of Y, N' }),
    ]);
  });

  test('takes a session back that a corrected register leaves empty', async () => {
    const [row] = await mapped(`${HEADER}7,05/01/2026,,,,\n`, BY_DATE, 1);
    const voids =
      row?.ok === true ? row.events.filter(({ event }) => /voided/.test(String(event['type']))) : [];
    expect(voids).toHaveLength(3);
  });

  test('counts its weeks from the first where they have numbers', async () => {
    const weekly = profile("{ like: 'Week #', weekOne: 2026-01-05 }");
    const text = 'No,Joined,Week 1,Week 2,week 12\n7,05/01/2026,Y,N,Y\n';
    expect(await sessions(text, weekly)).toEqual([
      ['2026-01-05T00:00:00.000Z', 'attended'],
      ['2026-01-12T00:00:00.000Z', 'did_not_attend'],
      ['2026-03-23T00:00:00.000Z', 'attended'],
    ]);
  });

  test('without a column of sessions says what was looked for', async () => {
    await expect(mapped('No,Joined,2026-01-12\n7,05/01/2026,Y\n')).rejects.toMatchObject({
      code: 'missing_column',
      detail: 'The header has no column whose name is a date written dd/MM/yyyy.',
    });
  });

  test.each([
    ['both a date and a name', "{ date: dd/MM/yyyy, like: 'Week #' }"],
    ['a name without a place for what differs', '{ like: Week }'],
    ['a first week without numbers', "{ like: 'Week *', weekOne: 2026-01-05 }"],
  ])('refuses a profile with %s', (_name, columns) => {
    expect(() => parseProfile(profile(columns))).toThrow();
  });
});
