import writeXlsxFile from 'write-excel-file/node';
import { foldPathways } from '@waymark/pathways';
import { knownEvents } from '../testing/known-events.js';
import { openIngestServer, type Answer, type IngestServer } from '../testing/ingest-server.js';
import {
  PEOPLE,
  REGISTER_ATTENDED as ATTENDED,
  REGISTER_HEADER as header,
  REGISTER_PROFILE as PROFILE,
  REGISTER_ROWS as people,
  registerFile as registerOf,
  sessionDay as day,
} from '../testing/register.js';
import { MEDIA_TYPES, WORKBOOK_BYTES_MAX, type FileKind } from './file-rows.js';

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
  await server.send({ method: 'PUT', path: '/v1/profiles/register', body: PROFILE });
});
afterEach(() => server.close());

const send = (body: Buffer, id: string, kind: FileKind = 'csv'): Promise<Answer> =>
  server.send({ path: `/v1/imports?profile=register&id=${id}`, type: MEDIA_TYPES[kind], body });

async function attended(): Promise<{ people: number; attended: number }> {
  const { pathways } = foldPathways(await knownEvents(server.log));
  const outcomes = pathways.flatMap((row) => row.session_outcome);
  return { people: pathways.length, attended: outcomes.filter((outcome) => outcome === 'attended').length };
}

describe('a register of forty people by twelve weeks', () => {
  test('in Windows-1252 with a title, three typing errors and a row twice, counts right when it is corrected', async () => {
    const wrong = people.map((row, nth) => (nth < 3 ? row.with(5, 'Yess') : row));
    const first = await send(registerOf([...wrong, people[9] as readonly string[]]), 'one');
    expect(first).toMatchObject({
      status: 200,
      body: { rows: 41, accepted: 37, duplicates: 1, rejected: 3 },
    });
    const rejects = (first.body as { rejects?: unknown }).rejects;
    expect(rejects).toContainEqual({
      row: 3,
      column: '19/01/2026',
      code: 'not_in_list',
      expected: 'one of Yes, Late, No',
    });
    const second = await send(registerOf(people), 'two');
    expect(second).toMatchObject({ status: 200, body: { accepted: PEOPLE, rejected: 0, revision: 1 } });
    expect(await attended()).toEqual({ people: PEOPLE, attended: ATTENDED });
  });

  test('counts the same as a workbook, and sent as both it is not doubled', async () => {
    const date = (value: Date): object => ({ value, type: Date, format: 'dd/mm/yyyy' });
    const data = [
      [{ value: 'Harbour Trust' }],
      [
        ...['Client no', 'Name', 'Referred'].map((value) => ({ value })),
        ...header.slice(3).map((_, week) => date(day(week))),
      ],
      ...people.map(([no = '', name = '', , ...cells]) => [
        ...[{ value: no }, { value: name }, date(new Date('2025-12-01T00:00:00Z'))],
        ...cells.map((value) => ({ value })),
      ]),
    ];
    const workbook = await writeXlsxFile([{ sheet: 'Register', data: data }]).toBuffer();
    expect(await send(registerOf(people), 'one')).toMatchObject({ status: 200 });
    expect(await send(workbook, 'two', 'xlsx')).toMatchObject({
      status: 200,
      body: { accepted: PEOPLE, rejected: 0 },
    });
    expect(await attended()).toEqual({ people: PEOPLE, attended: ATTENDED });
  });
});

describe('a file that is not what it says', () => {
  test.each([
    ['a picture as CSV', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'csv', 400, 'not_a_table'],
    ['text as a workbook', registerOf(people), 'xlsx', 400, 'not_a_workbook'],
    [
      'a workbook with a password',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      'xlsx',
      400,
      'protected_workbook',
    ],
    ['a workbook beyond all bounds', Buffer.alloc(WORKBOOK_BYTES_MAX + 1), 'xlsx', 413, 'too_large'],
  ] as const)('%s is refused in words, and leaves no trace', async (_name, body, kind, status, code) => {
    expect(await send(body, 'x', kind)).toMatchObject({ status, body: { code } });
    expect(await server.send({ method: 'GET', path: '/v1/imports/x' })).toMatchObject({ status: 404 });
  });
});
