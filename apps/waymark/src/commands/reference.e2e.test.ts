import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { call, measure, push, shown, tokenOf } from '../testing/calls.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from '../testing/running-program.js';
import type { LoadedEditions } from '../reference-openapi.js';

const dataDir = newDataDir();
const files = mkdtempSync(path.join(tmpdir(), 'waymark-reference-'));
const run = (...args: string[]) => runProgram(['reference', 'load', files, ...args], environment(dataDir));

/** Files in the formats of their publishers, with places that there are not. */
const put = (name: string, ...lines: string[]): void =>
  writeFileSync(path.join(files, name), `\uFEFF${lines.join('\r\n')}\r\n`);

beforeAll(() => {
  put(
    'practices.csv',
    'practice_code,pcn_code,sub_icb_ods,icb_ods',
    'Y90001,U00001,10Q,QU9',
    'Y90002,U,06N,QM7',
  );
  put('sizes.csv', 'practice_code,sub_icb,patients', 'Y90001,10Q,8000');
  put('sub-icbs.csv', 'sub_icb_ods,icb_ods_2022_2025,icb_ods_2026', '10Q,QU9,S0E4D', '06N,QM7,S1Y5D');
  put('lookup.csv', 'LSOA21CD,LSOA21NM,SICBL24CDH,ICB24CDH', 'E01900001,"Somewhere, 001A",10Q,QU9');
  put('deprivation.csv', 'lsoa21_code,IMD_decile', 'E01900001,3');
  put('notes.csv', 'who,what');
});

afterAll(() => rmSync(files, { recursive: true }));

const referral = (subject: string, facts: object): object => ({
  ...{ specversion: '1.0', source: 'https://demo-leisure.waymark.example/reference', id: subject, subject },
  ...{ type: 'org.waymark.referral.received.v1', time: '2026-05-06T10:00:00Z' },
  data: { person: { id: subject }, ...facts },
});

const editions = async (program: RunningProgram): Promise<LoadedEditions['editions']> =>
  (await call<LoadedEditions>(`${program.url}/api/v1/admin/reference`, tokenOf(program, 'admin'))).body
    .editions;

const placed = async (program: RunningProgram, query: string): Promise<unknown> =>
  (await measure(program, 'referrals', query)).map(({ icb, imd_decile, numerator }) => [
    icb,
    imd_decile,
    numerator,
  ]);

describe('reference data', () => {
  test('loaded while the program runs places what is in the tables already; a past instant knows only what was loaded by then', async () => {
    const program = await startProgram({ dataDir });
    const events = [
      referral('r-1', { practice: 'Y90001', lsoa: 'E01900001' }),
      referral('r-2', { practice: 'Y90002' }),
    ];
    expect((await push(program, 'demo-leisure', events)).status).toBe(202);
    await shown(program);
    const by = 'by=icb,imd_decile&boundaries=current';
    expect(await placed(program, by)).toEqual([['unknown', 'unknown', 2]]);
    const status = await call<{ shownUpTo: string }>(
      `${program.url}/api/v1/status`,
      tokenOf(program, 'controller'),
    );

    const to = ['--to', program.url];
    const checked = await run('--check', ...to);
    expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('without a list size 1') });
    expect(checked.output).toContain('notes.csv: not known by its columns');
    expect(await editions(program)).toEqual([]);

    expect(await run(...to)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Edition \S+ is loaded/),
    });
    expect(await placed(program, by)).toEqual([
      ['S0E4D', '3', 1],
      ['S1Y5D', 'unknown', 1],
    ]);
    expect(await placed(program, `${by}&asOf=${status.body.shownUpTo}`)).toEqual([['unknown', 'unknown', 2]]);

    expect(await run(...to)).toMatchObject({ code: 0, output: expect.stringContaining('was there already') });
    expect(await editions(program)).toHaveLength(1);
    expect(await program.stop()).toBe(0);
  });

  test('loaded with no program running is there when it starts, beside the older edition', async () => {
    put('deprivation.csv', 'lsoa21_code,IMD_decile', 'E01900001,4');
    expect(await run('--label', 'The second')).toMatchObject({ code: 0 });
    const program = await startProgram({ dataDir });
    expect((await editions(program)).map(({ label }) => label)).toEqual([
      'The second',
      expect.stringMatching(/^Official files, .*, deprivation 2025$/),
    ]);
    await shown(program);
    const rows = await measure(program, 'referrals', 'by=imd_decile');
    expect(rows.map(({ imd_decile }) => imd_decile)).toEqual(['4', 'unknown']);
    expect(await program.stop()).toBe(0);
  });

  test('for administrators only, and only whole editions', async () => {
    const program = await startProgram({ dataDir });
    const address = `${program.url}/api/v1/admin/reference`;
    const post = (body: string) => ({ method: 'POST', body });
    expect((await call(address, tokenOf(program, 'controller'))).status).toBe(403);
    expect((await call(address, tokenOf(program, 'controller'), post('{}'))).status).toBe(403);
    const refused = await call(address, tokenOf(program, 'admin'), post('{"id":"Jane Smith"}'));
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
    expect(JSON.stringify(refused.body)).not.toContain('Smith');
    expect((await call(`${address}?x=1`, tokenOf(program, 'admin'))).status).toBe(400);
    expect(await program.stop()).toBe(0);
  });

  test('with a fault in a file is not loaded at all; the fault is told without what stood there', async () => {
    put('deprivation.csv', 'lsoa21_code,IMD_decile', 'E01900001,Smith');
    const refused = await run();
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('row 2, imd_decile: expected'),
    });
    expect(refused.output).toContain('Nothing was loaded');
    expect(refused.output).not.toContain('Smith');
    expect((await run('--imd', '2007')).code).toBe(2);
    expect((await runProgram(['reference', 'load', '/nowhere'], environment(dataDir))).code).toBe(2);
  });
});
