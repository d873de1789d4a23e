import { createHash } from 'node:crypto';
import { call, push, shown, tokenOf, type MeasureRow } from './testing/calls.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

const PROVIDER = 'demo-linkworkers';
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const QUESTION = '/api/v1/measures/referrals?by=icb';

/** Built, the program finds its libraries otherwise than tests do. */
describe('files from the program as it is built', () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startProgram();
    const referrals = Array.from({ length: 12 }, (_, nth) => ({
      ...{ specversion: '1.0', id: `d-${nth}`, source: `https://${PROVIDER}.waymark.example/downloads` },
      ...{ type: 'org.waymark.referral.received.v1', subject: `s-${nth}` },
      time: new Date(Date.now() - 86_400_000).toISOString(),
      data: { person: { id: `p-${nth}` }, icb: 'S0E4D' },
    }));
    expect((await push(program, PROVIDER, referrals)).body.accepted).toBe(12);
    await shown(program);
  }, 120_000);
  afterAll(() => program.stop());

  const fetched = (path: string, accept: string): Promise<Response> =>
    fetch(`${program.url}${path}`, {
      headers: { authorization: `Bearer ${tokenOf(program, 'controller')}`, accept },
    });

  test('a workbook is a zip archive with the sheets of cover, definitions and data', async () => {
    const answer = await fetched(QUESTION, WORKBOOK);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, WORKBOOK]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
    for (const nth of [1, 2, 3]) expect(bytes.includes(`xl/worksheets/sheet${nth}.xml`)).toBe(true);
  });

  test('a file of a snapshot has the bytes that the manifest tells, for another person too', async () => {
    const { status, body } = await call<{ files: { href: string; sha256: string }[] }>(
      `${program.url}/api/v1/snapshots`,
      tokenOf(program, 'researcher'),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Referrals', questions: [QUESTION] }),
      },
    );
    expect(status).toBe(201);
    const [file] = body.files;
    const answer = await fetched(file?.href ?? '', 'application/json');
    const text = await answer.text();
    expect([answer.status, createHash('sha256').update(text).digest('hex')]).toEqual([200, file?.sha256]);
    expect((JSON.parse(text) as { rows: MeasureRow[] }).rows).toMatchObject([
      { icb: 'S0E4D', numerator: 10 },
    ]);
  });
});
