import writeXlsxFile from 'write-excel-file/node';
import { readCsv } from '@waymark/provider-formats';
import { foldPathways } from '@waymark/pathways';
import { knownEvents } from '../testing/known-events.js';
import { openIngestServer, type Answer, type IngestServer } from '../testing/ingest-server.js';
import {
  PEOPLE,
  REGISTER_ATTENDED,
  REGISTER_HEADER,
  REGISTER_PROFILE,
  REGISTER_ROWS,
  registerFile,
} from '../testing/register.js';
import { MEDIA_TYPES, type FileKind } from './file-rows.js';
import type { PreviewAnswer } from './preview.js';

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
  await putProfile(REGISTER_PROFILE);
});
afterEach(() => server.close());

const putProfile = (text: string, name = 'register'): Promise<Answer> =>
  server.send({ method: 'PUT', path: `/v1/profiles/${name}`, body: text });
const preview = async (
  body: Buffer | string,
  { kind = 'csv', profile = 'register' }: { kind?: FileKind; profile?: string } = {},
): Promise<Omit<Answer, 'body'> & { body: PreviewAnswer & { code?: string } }> =>
  (await server.send({
    ...{ path: `/v1/imports:preview?profile=${profile}`, as: 'staff', type: MEDIA_TYPES[kind], body },
  })) as never;
const refused = (body: Buffer | string, kind: FileKind = 'csv', as: FileKind = 'csv'): Promise<Answer> =>
  server.send({
    ...{ path: '/v1/imports:preview?profile=register', as: 'staff', type: MEDIA_TYPES[kind], body },
    headers: { accept: MEDIA_TYPES[as] },
  });
async function refusedWorkbook(body: Buffer): Promise<Buffer> {
  const { rawPayload } = await server.app.inject({
    ...{ method: 'POST', url: '/v1/imports:preview?profile=register', payload: body },
    headers: {
      ...{ authorization: `Bearer ${server.secrets.staff}`, accept: MEDIA_TYPES.xlsx },
      'content-type': 'text/csv',
    },
  });
  return rawPayload;
}
const send = (body: Buffer | string, id: string): Promise<Answer> =>
  server.send({ path: `/v1/imports?profile=register&id=${id}`, as: 'staff', type: 'text/csv', body });

async function cellsOf(csv: string): Promise<string[][]> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(csv));
  }
  const rows: string[][] = [];
  for await (const { cells } of readCsv(bytes(), { encoding: 'utf-8', delimiter: ',' })) rows.push(cells);
  return rows;
}
const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (row) =>
        `${row.map((cell) => (/[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`,
    )
    .join('');

async function counted(): Promise<{ people: number; attended: number }> {
  const { pathways } = foldPathways(await knownEvents(server.log));
  const outcomes = pathways.flatMap((row) => row.session_outcome);
  return { people: pathways.length, attended: outcomes.filter((outcome) => outcome === 'attended').length };
}

/** Two people with three typing errors, and one row twice. */
const WRONG = [
  ...REGISTER_ROWS.map((row, nth) => {
    if (nth === 0) return row.with(5, 'Yess').with(7, 'maybe');
    return nth === 3 ? row.with(2, '31/31/2025') : row;
  }),
  REGISTER_ROWS[9] as readonly string[],
];

describe('a preview of a register', () => {
  test('counts as the import will, names every wrong cell in words, and stores nothing', async () => {
    const { status, body, headers } = await preview(registerFile(WRONG));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({ rows: 41, accepted: 38, duplicates: 1, rejected: 2, leftOut: 0 });
    expect(body.rejects.map(({ row, column, sentence }) => [row, column, sentence])).toEqual([
      [3, '19/01/2026', "Row 3, 19/01/2026: 'Yess' is not one of Yes, Late, No."],
      [3, '02/02/2026', "Row 3, 02/02/2026: 'maybe' is not one of Yes, Late, No."],
      [6, 'Referred', "Row 6, Referred: '31/31/2025'; expected a date written like 31/12/2026."],
    ]);
    expect(await server.stored()).toEqual([]);
    expect(server.registry.all('import')).toEqual([]);
    expect((await server.bytes()).toString('latin1')).not.toMatch(/Zo|Yess|31.31.2025/);
    const { rejects: _, sample: __, ...counts } = body;
    expect((await send(registerFile(WRONG), 'a')).body).toMatchObject(counts);
  });

  test('shows five rows as they stand, beside the events as they will be stored', async () => {
    const { sample } = (await preview(registerFile(WRONG))).body;
    expect(sample.map(({ row }) => row)).toEqual([4, 5, 7, 8, 9]);
    expect(sample[0]?.cells).toMatchObject({ 'Client no': 'C1', Name: 'Zoé 1', '05/01/2026': 'Yes' });
    await send(registerFile(WRONG), 'a');
    const stored = new Map((await server.stored()).map((event) => [event.id, event]));
    for (const event of sample.flatMap(({ events }) => events))
      expect(stored.get(event.id)).toMatchObject(event);
    expect(sample[0]?.events).toHaveLength(1 + 2 * 12);
  });

  test('of a later file shows what its rows are, not what they no longer are', async () => {
    await send(registerFile(REGISTER_ROWS), 'a');
    const { body } = await preview(registerFile(REGISTER_ROWS.map((row) => row.with(5, ''))));
    const types = body.sample.flatMap(({ events }) => events.map(({ type }) => type));
    expect(types).not.toContain('org.waymark.event.voided.v1');
    expect(types).toHaveLength(5 * (1 + 2 * 11));
  });

  test('of a file that is no table says so in words', async () => {
    expect(await preview(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'))).toMatchObject({
      ...{ status: 400, body: { code: 'not_a_table' } },
    });
    expect(await preview('a,b\n1,2\n')).toMatchObject({
      status: 400,
      body: { code: 'missing_column', row: 1 },
    });
    expect(await preview(registerFile(WRONG), { profile: 'none' })).toMatchObject({
      ...{ status: 404, body: { code: 'unknown_profile' } },
    });
  });

  test('goes by a template that nobody has stored', async () => {
    const template = await server.send({ method: 'GET', path: '/v1/templates/referrals', as: 'staff' });
    const { body } = await preview(template.text, { profile: 'referrals' });
    expect(body).toMatchObject({ rows: 2, accepted: 2, rejected: 0 });
  });
});

describe('refused rows as a file', () => {
  test('stand in the file’s own columns, each whole and once, with what is wrong in front', async () => {
    const answer = await refused(registerFile(WRONG));
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store' },
    });
    expect(answer.text.startsWith('\uFEFFRow,What to correct,Client no,')).toBe(true);
    const [header, first, second, ...more] = await cellsOf(answer.text);
    expect(header).toEqual(['Row', 'What to correct', ...REGISTER_HEADER]);
    expect(first).toEqual([
      '3',
      "19/01/2026: 'Yess' is not one of Yes, Late, No; 02/02/2026: 'maybe' is not one of Yes, Late, No",
      ...(WRONG[0] ?? []),
    ]);
    expect(second?.slice(2)).toEqual(WRONG[3]);
    expect(more).toEqual([]);
  });

  test('are the header alone where nothing is refused', async () => {
    expect(await cellsOf((await refused(registerFile(REGISTER_ROWS))).text)).toHaveLength(1);
  });

  test.each([
    ['as they were given', (csv: string) => Buffer.from(csv)],
    [
      'saved with semicolons, a byte a letter',
      (csv: string) => Buffer.from(csv.slice(1).replaceAll('"', '').replaceAll(',', ';'), 'latin1'),
    ],
  ])('corrected and sent %s, everything is counted once', async (_name, saved) => {
    await putProfile(`${REGISTER_PROFILE}\ncsv: { encoding: windows-1252, delimiter: ';', headerRow: 2 }\n`);
    expect((await send(registerFile(WRONG), 'a')).body).toMatchObject({
      accepted: 38,
      duplicates: 1,
      rejected: 2,
    });
    const rows = await cellsOf((await refused(registerFile(WRONG))).text);
    const corrected = rows.map((cells, nth) => {
      const row = REGISTER_ROWS[nth === 1 ? 0 : 3] ?? [];
      return nth === 0 ? cells : [cells[0] ?? '', 'done', ...row];
    });
    const { body } = await send(saved(`\uFEFF${csvOf(corrected)}`), 'b');
    expect(body).toMatchObject({ rows: 2, accepted: 2, rejected: 0, revision: 1 });
    expect(await counted()).toEqual({ people: PEOPLE, attended: REGISTER_ATTENDED });
    expect(server.registry.all<{ id: string; corrections?: true }>('import')).toMatchObject([
      { id: 'a' },
      { id: 'b', corrections: true },
    ]);
  });

  test('of a workbook are given back as its cells are written', async () => {
    const cell = (value: string): object => ({ value });
    const date = { value: new Date('2025-12-01T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' };
    const data = [REGISTER_HEADER, ...WRONG].map((row, nth) =>
      row.map((value, at) => (at === 2 && nth === 1 ? date : cell(value))),
    );
    const workbook = await writeXlsxFile([{ sheet: 'Register', data }]).toBuffer();
    const [, first] = await cellsOf((await refused(workbook, 'xlsx')).text);
    expect(first?.slice(2)).toEqual(WRONG[0]);
  });

  test('as a workbook hold texts alone, so that zeros in front stay, and are read by the same profile', async () => {
    await putProfile(`${REGISTER_PROFILE}\nxlsx: { sheet: Register }\n`);
    const zeros = REGISTER_ROWS.map((row, nth) => row.with(0, `00${nth}`));
    const file = registerFile([(zeros[4] ?? []).with(5, 'Yess'), (zeros[5] ?? []).with(5, '=1')]);
    expect(await refused(file, 'csv', 'xlsx')).toMatchObject({
      ...{ status: 200, headers: { 'content-disposition': 'attachment; filename="to-correct.xlsx"' } },
    });
    const bytes = await refusedWorkbook(file);
    expect(await preview(bytes, { kind: 'xlsx' })).toMatchObject({
      body: {
        ...{ rows: 2, accepted: 0, rejected: 2 },
        rejects: [
          { code: 'not_in_list', sentence: expect.stringContaining("'Yess'") as string },
          { code: 'formula' },
        ],
      },
    });
    expect(await cellsOf((await refused(bytes, 'xlsx')).text)).toMatchObject([
      {},
      { 2: '004' },
      { 2: '005', 7: "'=1" },
    ]);
  });

  test('hold no cell that a spreadsheet would run, and come back as they were', async () => {
    const alive = ['=1+1', '@SUM', '+44 20', "'=x", '-', 'a, "b"'];
    const header = [...REGISTER_HEADER, 'Phone'];
    const rows = alive.map((text, nth) => [...(REGISTER_ROWS[nth] ?? []).with(5, 'Yess'), text]);
    const quoted = rows.map((row) =>
      row.map((cell) => (/["]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)),
    );
    const given = await cellsOf((await refused(registerFile(quoted, header))).text);
    expect(given.slice(1).map((cells) => cells.at(-1))).toEqual([
      ...["'=1+1", "'@SUM", "'+44 20", "''=x", "'-", 'a, "b"'],
    ]);
    const again = await cellsOf((await refused((await refused(registerFile(quoted, header))).text)).text);
    expect(again.map((cells) => cells.slice(2))).toEqual(given.map((cells) => cells.slice(2)));
    const { sample } = (
      await preview(csvOf(given.map((cells, nth) => (nth === 0 ? cells : cells.with(7, 'Yes')))))
    ).body;
    expect(sample.map(({ cells }) => cells['Phone'])).toEqual(['=1+1', '@SUM', '+44 20', "'=x", '-']);
  });

  test('beyond all bounds are not given back: it is the profile that is to be corrected', async () => {
    const long = (REGISTER_ROWS[0] ?? []).with(1, 'x'.repeat(100_000)).with(5, 'Yess');
    const answer = await refused(registerFile(Array.from({ length: 100 }, () => long)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'too_many_refused' } });
  });
});

test('a file of many rows is looked at as a whole: a row of the beginning is known at its end', async () => {
  const rows = Array.from({ length: 300 }, (_, nth) => (REGISTER_ROWS[0] ?? []).with(0, `C${nth}`));
  const file = registerFile([...rows, rows[0] ?? []]);
  expect((await preview(file)).body).toMatchObject({ accepted: 300, duplicates: 1 });
  const dryRun = await server.send({
    ...{ path: '/v1/imports?profile=register&dryRun=true', type: 'text/csv', body: file },
  });
  expect(dryRun.body).toMatchObject({ accepted: 300, duplicates: 1 });
});
