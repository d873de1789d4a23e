import fc from 'fast-check';
import { Pseudonyms } from '@waymark/events';
import { anyCuts, gather, inChunks, utf8, whole } from '../testing/bytes.js';
import { compileProfile, type MappedRow } from './compile-profile.js';
import { parseProfile } from './profile.js';
import { readTable } from './table.js';

const PROFILE = `
waymarkProfile: 1
name: sessions
filter: [{ column: Kind, notIn: [staff meeting] }]
subject: { column: Client, pseudonym: client }
events:
  booking:
    type: booking.made
    id: [Client, Day]
    time: { column: Booked, instant: dd/MM/yyyy HH:mm }
    data:
      bookingId: { columns: [Client, Day], pseudonym: session }
      activityProvider: pool
      activity: swimming
      startsAt: { column: Day, instant: dd/MM/yyyy }
  attendance:
    type: attendance.recorded
    when: [{ column: Came, in: [Y, N] }]
    id: [Client, Day]
    time: { column: Day, instant: dd/MM/yyyy }
    data:
      bookingId: { columns: [Client, Day], pseudonym: session }
      outcome: { column: Came, map: { Y: attended, N: did_not_attend } }
`;
const HEADER = 'Client,Booked,Day,Came,Kind\n';
const compiled = compileProfile(parseProfile(PROFILE));
const context = (revision = 0, key = '0123456789abcdef') => ({
  providerId: 'trust',
  sourcePrefix: 'https://trust.example/',
  pseudonyms: new Pseudonyms(key),
  revision,
  startedAt: '2026-11-24T12:00:00.000Z',
});

async function mapAll(bytes: AsyncIterable<Uint8Array>, revision?: number): Promise<MappedRow[]> {
  const rows = await gather(readTable(bytes, compiled, compiled.columns));
  return rows.map((row) => (row.ok ? compiled.map(row.cells, context(revision)) : { ...row, others: [] }));
}

async function eventsOf(lines: string, revision?: number): Promise<Record<string, unknown>[]> {
  const rows = await mapAll(whole(HEADER + lines), revision);
  return rows.flatMap((row) => (row.ok ? row.events.map(({ event }) => event) : []));
}

describe('a row', () => {
  test('becomes its events, with one subject and ids that its columns fix', async () => {
    const [booking, attendance] = await eventsOf('7,01/06/2026 10:00,05/06/2026,Y,gym\n');
    expect(booking).toMatchObject({
      type: 'org.waymark.booking.made.v1',
      source: 'https://trust.example/import/sessions',
      revision: 0,
      time: '2026-06-01T09:00:00.000Z',
      id: expect.stringMatching(/^booking\.x1\.[0-9a-f]{64}$/) as string,
      data: { activity: 'swimming', activityProvider: 'pool', startsAt: '2026-06-04T23:00:00.000Z' },
    });
    expect(attendance).toMatchObject({ subject: booking?.['subject'], data: { outcome: 'attended' } });
  });

  test('keeps its ids in a corrected file, whatever else the row says', async () => {
    const ids = async (line: string, revision: number): Promise<unknown[]> =>
      (await eventsOf(line, revision)).map(({ id, subject }) => [id, subject]);
    const before = await ids('7,01/06/2026 10:00,05/06/2026,Y,gym\n', 0);
    const after = await ids('7,02/06/2026 11:00,05/06/2026,N,pool\n', 1);
    expect(after.slice(0, 2)).toEqual(before);
  });

  test('that the filter leaves out becomes nothing', async () => {
    expect(await eventsOf('7,01/06/2026 10:00,05/06/2026,Y,staff meeting\n')).toEqual([]);
  });

  test('whose id columns are empty is refused by name', async () => {
    const [row] = await mapAll(whole(`${HEADER},,,,gym\n`));
    expect(row).toMatchObject({ ok: false, fault: { column: 'Client', code: 'missing' } });
  });

  test('that no longer says what it said takes it back, and another file gives it again', async () => {
    const came = '7,01/06/2026 10:00,05/06/2026,Y,gym\n';
    const blank = '7,01/06/2026 10:00,05/06/2026,,gym\n';
    const [, first] = await eventsOf(came, 0);
    const [, taken] = await eventsOf(blank, 1);
    const [, again, undone] = await eventsOf(came, 2);
    expect(taken).toMatchObject({ type: 'org.waymark.event.voided.v1', data: { eventId: first?.['id'] } });
    expect(again).toMatchObject({ id: first?.['id'], revision: 2 });
    // Naming itself it does nothing, and as a higher revision it replaces the void of the file before.
    expect(undone).toMatchObject({ id: taken?.['id'], revision: 2, data: { eventId: taken?.['id'] } });
    expect(await eventsOf(blank, 0)).toHaveLength(1);
  });

  test('of files that hold every row takes each event’s void back, for a person may have voided what was gone', async () => {
    const whole = compileProfile(parseProfile(`${PROFILE}\nsnapshot: true\n`));
    const cells: Record<string, string> = {
      Client: '7',
      Booked: '01/06/2026 10:00',
      Day: '05/06/2026',
      Came: 'Y',
    };
    const idsAt = (revision: number): unknown[] => {
      const made = whole.map((column) => cells[column] ?? '', context(revision));
      return made.ok ? made.events.map(({ event: { id, data } }) => [String(id).split('.x1')[0], data]) : [];
    };
    expect(idsAt(0)).toHaveLength(2);
    const [, bookingBack] = idsAt(1) as [unknown, [string, { eventId: string }]];
    expect(bookingBack[0]).toBe('booking.void');
    expect(bookingBack[1].eventId).toMatch(/^booking\.void\./);
  });

  test('tells every cell that is wrong, once each', async () => {
    const [row] = await mapAll(whole(`${HEADER}7,yesterday,soon,Y,gym\n`));
    expect(row).toMatchObject({
      ok: false,
      fault: { column: 'Booked', code: 'invalid_instant' },
      others: [{ column: 'Day', code: 'invalid_instant' }],
    });
  });

  test('holds nothing that identifies a person, and nothing that looks like an NHS number', async () => {
    const events = JSON.stringify(await eventsOf('9434765919,01/06/2026 10:00,05/06/2026,Y,gym\n'));
    expect(events).not.toContain('9434765919');
  });
});

describe('pseudonyms', () => {
  const subjectOf = (client: string, key?: string): unknown => {
    const cells: Record<string, string> = { Client: client, Booked: '01/06/2026 10:00', Day: '05/06/2026' };
    const row = compiled.map((column) => cells[column] ?? '', context(0, key));
    return row.ok && row.events[0]?.event['subject'];
  };

  test('are equal for equal values, differ for others, and fit as a subject', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(subjectOf(one)).toBe(subjectOf(one));
        expect(subjectOf(one) === subjectOf(other)).toBe(one === other);
        expect(subjectOf(one)).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
      }),
    );
  });

  test('differ under another key', () => {
    expect(subjectOf('7')).not.toBe(subjectOf('7', 'another key of 16 bytes'));
  });
});

test('any cutting of the bytes gives the same events', async () => {
  const lines = `${HEADER}7,01/06/2026 10:00,05/06/2026,Y,"gym, ""big"""\r\né東,01/06/2026 10:00,05/06/2026,N,gym\n8,x\n`;
  const expected = JSON.stringify(await mapAll(whole(lines)));
  await fc.assert(
    fc.asyncProperty(anyCuts(), async (cuts) => {
      expect(JSON.stringify(await mapAll(inChunks(utf8(lines), cuts)))).toBe(expected);
    }),
  );
});
