import { push, shown } from './testing/calls.js';
import { environment, runProgram, startProgram, type RunningProgram } from './testing/running-program.js';

const NHS_NUMBER = '9434765919';
const SUBJECT = 'canary-subject-77';
const PROVIDER = 'demo-linkworkers';

let program: RunningProgram;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(async () => {
  await program.stop();
});

function referral(id: string, more: object = {}): object {
  return {
    ...{ specversion: '1.0', id, source: `https://${PROVIDER}.waymark.example/metrics`, subject: SUBJECT },
    ...{ type: 'org.waymark.referral.received.v1', time: new Date(Date.now() - 86_400_000).toISOString() },
    data: { person: { id: `p-${id}`, nhsNumber: NHS_NUMBER }, icb: 'S0E4D' },
    ...more,
  };
}

test('the program counts what was pushed, projected and asked, tells of nobody, and status says that nothing is behind', async () => {
  const events = [
    referral('m-1'),
    referral('m-2'),
    referral('m-3'),
    referral('m-4', { subject: NHS_NUMBER }),
  ];
  const { status, body } = await push(program, PROVIDER, events);
  expect([status, body.accepted, body.rejected]).toEqual([207, 3, 1]);
  expect((await push(program, PROVIDER, events.slice(0, 2))).body.duplicates).toBe(2);
  await shown(program);

  const answer = await fetch(`${program.url}/metrics`);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).trim().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'waymark_ingest_events_total{outcome="accepted"} 3',
      'waymark_ingest_events_total{outcome="duplicate"} 2',
      'waymark_ingest_events_total{outcome="rejected",code="contains_nhs_number"} 1',
      'waymark_ingest_requests_total{status="202"} 1',
      'waymark_ingest_requests_total{status="207"} 1',
      'waymark_ingest_bytes_in_flight 0',
      'waymark_log_append_seconds_count 1',
      'waymark_log_records 3',
      'waymark_lag_records 0',
      'waymark_lag_seconds 0',
      'waymark_projection_events_total 3',
      'waymark_dead_letters 0',
      'waymark_generation 1',
    ]),
  );
  expect(lines.join('\n')).toMatch(/^waymark_questions_seconds_count\{call="status",status="200"\} [1-9]/m);
  for (const canary of [NHS_NUMBER, SUBJECT, PROVIDER, 'p-m-1'])
    expect(lines.join('\n')).not.toContain(canary);

  const env = environment(program.dataDir);
  const printed = await runProgram(['status', '--to', program.url], env);
  expect(printed.code).toBe(0);
  expect(JSON.parse(printed.output)).toMatchObject({ lag: 0, generation: 1, behind: [] });
});
