import writeXlsxFile from 'write-excel-file/node';
import { compileProfile, checkProfile } from '@waymark/provider-formats';
import { openIngestServer, type Answer, type IngestServer } from '../testing/ingest-server.js';
import {
  REGISTER_HEADER,
  REGISTER_PROFILE,
  REGISTER_ROWS,
  registerFile,
  sessionDay,
} from '../testing/register.js';
import { MEDIA_TYPES, type FileKind } from './file-rows.js';
import type { GuessAnswer } from './guesses.js';

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  server.send({ method: 'GET', path, as: 'staff', headers });
const put = (name: string, body: string): Promise<Answer> =>
  server.send({ method: 'PUT', path: `/v1/profiles/${name}`, as: 'staff', body });
const guess = async (
  body: Buffer | string,
  kind: FileKind = 'csv',
  query = 'name=mine',
): Promise<Omit<Answer, 'body'> & { body: GuessAnswer & { code?: string } }> =>
  (await server.send({
    ...{ path: `/v1/profiles:guess?${query}`, as: 'staff', type: MEDIA_TYPES[kind], body },
  })) as never;

describe('the list of profiles', () => {
  test('tells each with its last import, and a template once something was sent by it', async () => {
    await put('register', `${REGISTER_PROFILE}\nsnapshot: true\n`);
    await put('other', REGISTER_PROFILE.replace('name: register', 'name: other'));
    const body = registerFile(REGISTER_ROWS);
    await server.send({ path: '/v1/imports?profile=register&id=a', as: 'staff', type: 'text/csv', body });
    const template = await get('/v1/templates/referrals');
    const path = '/v1/imports?profile=referrals&id=b';
    expect(await server.send({ path, as: 'staff', type: 'text/csv', body: template.text })).toMatchObject({
      ...{ status: 200, body: { accepted: 2 } },
    });
    expect((await get('/v1/profiles')).body).toMatchObject({
      profiles: [
        { name: 'other', snapshot: false, lastImport: null },
        { name: 'referrals', snapshot: false, lastImport: { id: 'b', state: 'completed', accepted: 2 } },
        { name: 'register', snapshot: true, lastImport: { id: 'a', revision: 0, rows: 40, rejected: 0 } },
      ],
    });
    expect((await server.send({ method: 'GET', path: '/v1/profiles', as: 'leisure' })).body).toEqual({
      profiles: [],
    });
  });

  test('a stored profile of a template’s name wins', async () => {
    const own = REGISTER_PROFILE.replace('name: register', 'name: sessions');
    await put('sessions', own);
    expect((await get('/v1/profiles/sessions')).body).toMatchObject({ profile: { unpivot: {} } });
    expect((await get('/v1/profiles/outcomes')).body).toMatchObject({ profile: { name: 'outcomes' } });
  });
});

describe('templates', () => {
  test('are told with their columns, and what each takes', async () => {
    const { templates } = (await get('/v1/templates')).body as unknown as {
      templates: { name: string; hash: string; columns: { name: string; allowed?: string[] }[] }[];
    };
    expect(templates.map(({ name }) => name)).toEqual(['referrals', 'sessions', 'outcomes']);
    expect(templates[0]?.columns.map(({ name }) => name)).toContain('Client number');
    expect(templates[1]?.columns.find(({ name }) => name === 'Attended')?.allowed).toContain('Attended');
    const profile = (await get('/v1/profiles/referrals')).body as unknown as { hash: string };
    expect(templates[0]?.hash).toBe(profile.hash);
  });

  test.each([
    ['CSV, where nothing else is asked for', {}, 'text/csv; charset=utf-8', 'csv'],
    [
      'CSV, as a browser asks for a page',
      { accept: 'text/html,*/*;q=0.8' },
      'text/csv; charset=utf-8',
      'csv',
    ],
    ['a workbook', { accept: MEDIA_TYPES.xlsx }, MEDIA_TYPES.xlsx, 'xlsx'],
  ])('come as %s', async (_name, headers: Record<string, string>, type, ending) => {
    expect(await get('/v1/templates/sessions', headers)).toMatchObject({
      status: 200,
      headers: { 'content-type': type, 'content-disposition': `attachment; filename="sessions.${ending}"` },
    });
  });

  test('in another format, or of another name, there are none', async () => {
    expect((await get('/v1/templates/sessions', { accept: 'image/png' })).status).toBe(406);
    expect(await get('/v1/templates/constructor')).toMatchObject({
      status: 404,
      body: { code: 'unknown_template' },
    });
  });
});

describe('a guess', () => {
  test('of a register finds header, rows and a profile that can be used, and keeps nothing', async () => {
    const wrong = REGISTER_ROWS.map((row, nth) => (nth === 1 ? row.with(4, 'Yess') : row));
    const { status, headers, body } = await guess(registerFile(wrong));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({ headers: REGISTER_HEADER, preamble: 1 });
    expect(body.sampleRows).toEqual(wrong.slice(0, 5));
    expect(body.guess.unknownValues).toEqual([{ column: 'Attended', values: ['Yess'] }]);
    expect(() => compileProfile(checkProfile(body.guess.profile))).not.toThrow();
    expect((await put('mine', JSON.stringify(body.guess.profile))).status).toBe(200);
    const path = '/v1/imports:preview?profile=mine';
    const previewed = await server.send({ path, as: 'staff', type: 'text/csv', body: registerFile(wrong) });
    expect(previewed.body).toMatchObject({ rows: 40, accepted: 39, rejected: 1 });
    expect(await server.stored()).toEqual([]);
  });

  test('of a workbook writes dates as people here do, passes over a sheet of notes, and is read so again', async () => {
    const date = (value: Date): object => ({ value, type: Date, format: 'dd/mm/yyyy' });
    const text = (value: string): object => ({ value });
    const data = [
      [text('Client no'), text('Referred'), ...[0, 1, 2].map((week) => date(sessionDay(week)))],
      ...REGISTER_ROWS.map(([no = '', , , ...cells]) => [
        ...[text(no), date(new Date('2025-12-01T00:00:00Z'))],
        ...cells.slice(0, 3).map(text),
      ]),
    ];
    const sheets = [
      { sheet: 'Notes', data: [[text('Printed on Friday')]] },
      { sheet: 'Register', data },
    ];
    const workbook = await writeXlsxFile(sheets as never).toBuffer();
    const { body } = await guess(workbook, 'xlsx');
    expect(body.headers).toEqual(['Client no', 'Referred', '05/01/2026', '12/01/2026', '19/01/2026']);
    expect(body.sampleRows[0]).toEqual(['C0', '01/12/2025', 'No', 'Yes', 'Yes']);
    await put('mine', JSON.stringify(body.guess.profile));
    const path = '/v1/imports:preview?profile=mine';
    const previewed = await server.send({ path, as: 'staff', type: MEDIA_TYPES.xlsx, body: workbook });
    expect(previewed.body).toMatchObject({ rows: 40, accepted: 40, rejected: 0 });
  });

  test.each([
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'csv', 'not_a_table'],
    [
      'an encrypted workbook',
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      'xlsx',
      'protected_workbook',
    ],
    ['text as a workbook', 'a,b', 'xlsx', 'not_a_workbook'],
    ['an empty file', '', 'csv', 'empty_file'],
    ['two headers of one name', 'a,b,a\n1,2,3\n', 'csv', 'duplicate_column'],
  ] as const)('of %s is refused in words', async (_name, body, kind, code) => {
    expect(await guess(body, kind)).toMatchObject({ status: 400, body: { code } });
  });

  test.each(['', 'name=A%20b', 'name=x&y=1'])(
    'asks for a name that a profile may have: %s',
    async (query) => {
      expect((await guess('a,b\n1,2\n', 'csv', query)).status).toBe(400);
    },
  );
});
