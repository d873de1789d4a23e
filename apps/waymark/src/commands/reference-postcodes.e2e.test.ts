import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, measure, push, shown, tokenOf } from '../testing/calls.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from '../testing/running-program.js';

const dataDir = newDataDir();
const files = mkdtempSync(path.join(tmpdir(), 'waymark-postcodes-'));
const run = (...args: string[]) => runProgram(['reference', 'load', files, ...args], environment(dataDir));

const HEADER = 'pcd,pcd2,pcds,dointr,doterm,oscty,lsoa11,lsoa21,icb';
/** A row as the postcode directory of the ONS has it: seven characters, then eight, then as people write it. */
const row = (outward: string, inward: string, ended: string, lsoa: string): string =>
  [
    `"${outward.padEnd(4)}${inward}"`,
    `"${outward.padEnd(5)}${inward}"`,
    `"${outward} ${inward}"`,
    ...['198001', ended, 'E99999999', 'E01000009', lsoa, 'E54000044'],
  ].join(',');
const put = (...rows: string[]): void =>
  writeFileSync(path.join(files, 'ONSPD.csv'), `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`);

const ROWS = [
  row('ZQ7', '4XW', '', 'E01900001'),
  row('ZQ8', '1AA', '202001', 'E01900002'),
  row('ZQ7', '4XY', '', ''),
  row('ZQ7', '4XZ', '', 'W01900001'),
];

const SENT = {
  ['spaced']: 'zq7 4xw',
  ['tight']: 'ZQ74XW',
  ['ended']: 'zq8  1aa',
  ['nowhere']: 'ZQ7 4XY',
  ['abroad']: 'ZQ7 4XZ',
  ['unknown']: 'ZQ7 4XX',
};

const referral = (subject: string, postcode: string): object => ({
  ...{ specversion: '1.0', source: 'https://demo-leisure.waymark.example/postcodes', id: subject, subject },
  ...{ type: 'org.waymark.referral.received.v1', time: '2026-05-06T10:00:00Z' },
  data: { person: { id: subject, postcode } },
});

const pushed = async (program: RunningProgram, sent: Record<string, string>): Promise<unknown[]> => {
  const events = Object.entries(sent).map(([subject, postcode]) => referral(subject, postcode));
  const { body } = await push(program, 'demo-leisure', events);
  return body.results.map(({ status, code }) => code ?? status);
};

/** Refused events are not kept, so they can be sent until ingest has read what was loaded. */
const once = async (program: RunningProgram, subject: string, postcode: string): Promise<void> => {
  while ((await pushed(program, { [subject]: postcode }))[0] !== 'accepted') await sleep(50);
};

const address = (program: RunningProgram): string => `${program.url}/api/v1/admin/reference/postcodes`;

function everyByte(directory: string): string {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const contents = entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
  return Buffer.concat(contents).toString('latin1').toLowerCase();
}

afterAll(() => rmSync(files, { recursive: true }));

describe('postcodes', () => {
  const outputs: string[] = [];

  test('are refused until a directory is loaded into the running program; from then on they become a neighbourhood', async () => {
    put(...ROWS);
    const program = await startProgram({ dataDir });
    expect(await pushed(program, { spaced: 'zq7 4xw' })).toEqual(['postcode_lookup_missing']);
    expect((await call(address(program), tokenOf(program, 'admin'))).body).toEqual({ newest: null });

    const checked = await run('--check', '--to', program.url);
    expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('Postcodes 4') });
    expect(await pushed(program, { spaced: 'zq7 4xw' })).toEqual(['postcode_lookup_missing']);

    const loaded = await run('--to', program.url);
    expect(loaded).toMatchObject({ code: 0, output: expect.stringMatching(/directory \w+ is loaded/) });
    await once(program, 'first', 'ZQ7 4XW');
    expect(await pushed(program, SENT)).toEqual([
      ...Array.from({ length: 5 }, () => 'accepted'),
      'unknown_postcode',
    ]);
    expect((await run('--to', program.url)).output).toContain('was there already');
    expect((await call(address(program), tokenOf(program, 'admin'))).body).toMatchObject({
      newest: { postcodes: 4 },
    });
    outputs.push(program.output(), checked.output, loaded.output);
    expect(await program.stop()).toBe(0);
  });

  test('of a directory loaded with no program running are known when it starts; the newest stands', async () => {
    put(row('ZQ7', '4XW', '', 'E01900003'));
    const loaded = await run();
    expect(loaded).toMatchObject({ code: 0, output: expect.stringContaining('is loaded') });
    const program = await startProgram({ dataDir });
    expect(await pushed(program, { later: 'ZQ7 4XW', gone: 'ZQ8 1AA' })).toEqual([
      'accepted',
      'unknown_postcode',
    ]);
    await shown(program);
    const [all] = await measure(program, 'referrals');
    expect(all?.numerator).toBe(7);
    outputs.push(program.output(), loaded.output);
    expect(await program.stop()).toBe(0);
  });

  test('are nowhere in the data directory, nor in anything that was written; their neighbourhoods are in the log', () => {
    const log = everyByte(path.join(dataDir, 'log'));
    for (const [lsoa, times] of [
      ['e01900001', 3],
      ['e01900002', 1],
      ['e01900003', 1],
    ] as const)
      expect(log.split(`"lsoa":"${lsoa}"`)).toHaveLength(times + 1);
    const traces = Object.values(SENT).flatMap((postcode) => {
      const tight = postcode.replace(/ /g, '').toLowerCase();
      const spaced = `${tight.slice(0, -3)} ${tight.slice(-3)}`;
      return [tight, spaced, postcode.toLowerCase(), Buffer.from(tight).toString('hex')];
    });
    const written = [everyByte(dataDir), outputs.join('\n').toLowerCase()];
    for (const text of written) expect(traces.filter((trace) => text.includes(trace))).toEqual([]);
    expect(log).not.toContain('"postcode"');
  });

  test('are loaded by administrators only, whole, from files that are what they say', async () => {
    const program = await startProgram({ dataDir });
    const post = { method: 'POST', body: 'ZQ7 4XW' };
    expect((await call(address(program), tokenOf(program, 'controller'))).status).toBe(403);
    expect((await call(address(program), tokenOf(program, 'controller'), post)).status).toBe(403);
    const refused = await call(address(program), tokenOf(program, 'admin'), post);
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
    expect(JSON.stringify(refused.body)).not.toContain('ZQ7');
    expect((await call(`${address(program)}?x=1`, tokenOf(program, 'admin'))).status).toBe(400);

    put(...ROWS, row('Smith', '4XW', '', 'E01900001'));
    const faulty = await run('--to', program.url);
    expect(faulty).toMatchObject({
      code: 1,
      output: expect.stringContaining('row 6, pcd: expected a postcode'),
    });
    expect(faulty.output).not.toContain('Smith');
    expect(await pushed(program, { gone: 'ZQ8 1AA' })).toEqual(['unknown_postcode']);
    expect(await program.stop()).toBe(0);
  });
});
