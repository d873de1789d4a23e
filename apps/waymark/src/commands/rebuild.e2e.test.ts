import { call, push, shown, tokenOf } from '../testing/calls.js';
import { environment, newDataDir, runProgram, startProgram } from '../testing/running-program.js';

const dataDir = newDataDir();
const source = 'https://demo-leisure.waymark.example/rebuild';
const events = Array.from({ length: 20 }, (_, person) => ({
  ...{ specversion: '1.0', source, subject: `person-${person}`, id: `e-${person}` },
  ...{ type: 'org.waymark.referral.received.v1', time: '2026-02-03T10:00:00Z' },
  data: { person: { id: `${person}` }, icb: 'S0E4D', route: 'gp' },
}));
const checksumIn = (output: string): string | undefined => /checksum ([0-9a-f]{32})/.exec(output)?.[1];

describe('waymark rebuild', () => {
  let checksum: string | undefined;

  test('through the running program: only an administrator, one at a time, and the new generation answers', async () => {
    const program = await startProgram({ dataDir });
    expect((await push(program, 'demo-leisure', events)).status).toBe(202);
    await shown(program);
    const address = `${program.url}/api/v1/admin/rebuild`;
    expect((await call(address, tokenOf(program, 'controller'), { method: 'POST' })).status).toBe(403);
    expect((await call(address, tokenOf(program, 'admin'), { method: 'POST', body: '{"x":1}' })).status).toBe(
      400,
    );

    const verified = await runProgram(['rebuild', '--verify', '--to', program.url], environment(dataDir));
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    const rebuilt = await runProgram(['rebuild', '--to', program.url], environment(dataDir));
    expect(rebuilt.code).toBe(0);
    checksum = checksumIn(rebuilt.output);
    expect(checksum).toBe(checksumIn(verified.output));
    const { body } = await call<{ generation: number; lag: number }>(
      `${program.url}/api/v1/status`,
      tokenOf(program, 'controller'),
    );
    expect(body).toMatchObject({ generation: Number(/Generation (\d+)/.exec(rebuilt.output)?.[1]), lag: 0 });
    expect(await program.stop()).toBe(0);
  });

  test('with none running on the data directory: by itself, to the same checksum', async () => {
    const verified = await runProgram(['rebuild', '--verify'], environment(dataDir));
    expect(verified.code).toBe(0);
    expect(checksum).toBeDefined();
    expect(checksumIn(verified.output)).toBe(checksum);
  });

  test('without a log to rebuild from: could not run', async () => {
    const { code, output } = await runProgram(['rebuild'], environment(newDataDir()));
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('there is no log') });
  });
});
