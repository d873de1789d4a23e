import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { measure, push, shown } from './testing/calls.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from './testing/running-program.js';

jest.setTimeout(120_000);

const referral = (n: number): object => ({
  ...{ specversion: '1.0', id: `r-${n}`, source: 'https://demo-leisure.waymark.example/restored' },
  ...{ type: 'org.waymark.referral.received.v1', subject: `restored-${n}`, time: '2026-09-01T09:00:00Z' },
  data: { person: { id: `${n}` }, icb: 'S0E4D' },
});

const referrals = async (program: RunningProgram): Promise<number | undefined> =>
  (await measure(program, 'referrals'))[0]?.numerator;

describe('given a log restored from a backup, one event older', () => {
  const dataDir = newDataDir();
  const at = (name: string): string => path.join(dataDir, name);

  beforeAll(async () => {
    let program = await startProgram({ dataDir });
    await push(program, 'demo-leisure', [referral(1), referral(2)]);
    await shown(program);
    await program.stop();
    fs.cpSync(at('log'), at('backup'), { recursive: true });
    program = await startProgram({ dataDir });
    await push(program, 'demo-leisure', [referral(3)]);
    await shown(program);
    expect(await referrals(program)).toBe(3);
    await program.stop();
    fs.rmSync(at('log'), { recursive: true });
    fs.renameSync(at('backup'), at('log'));
  });

  test('tables that show more than it holds are not written to: the program says what to do and ends with 2', async () => {
    const { code, output } = await runProgram(['serve'], environment(dataDir));
    expect(output).toContain('the tables show more than the log holds');
    expect(output).toContain('docs/runbooks/restore-from-the-log.md');
    expect(output).not.toContain('    at ');
    expect(code).toBe(2);
  });

  test('with the tables put away it shows what the log holds, and takes what is sent again', async () => {
    fs.renameSync(at('chdb'), at('chdb.away'));
    const program = await startProgram({ dataDir });
    await shown(program);
    expect(await referrals(program)).toBe(2);
    const { body } = await push(program, 'demo-leisure', [referral(2), referral(3)]);
    expect(body).toMatchObject({ accepted: 2, rejected: 0 });
    await shown(program);
    expect(await referrals(program)).toBe(3);
    const ended = once(program.child, 'exit');
    program.child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });
});
