import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';
import { canonicalJson } from '@waymark/events';
import { world } from '@waymark/pathways/testing';
import { AnsweringGeneration, Pipeline, ShownWatch } from '@waymark/processor';
import { processMetrics } from '@waymark/service';
import { Projection, WarehouseFault, type Warehouse } from '@waymark/warehouse';
import { openTestWarehouse } from '@waymark/warehouse/testing';
import { Health } from './health.js';
import { registerProgramMetrics } from './program-metrics.js';

const SUBJECT = 'canary-subject-77';
const PATIENCE_MS = 1_000;

/** A warehouse that can go away: at once, or by saying nothing. */
class Away {
  how: 'here' | 'refuses' | 'hangs' = 'here';
  readonly warehouse: Warehouse;
  private readonly waiting: (() => void)[] = [];

  constructor(real: Warehouse) {
    const asked = new Set<unknown>(['query', 'insert', 'command', 'health']);
    this.warehouse = new Proxy(real, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function' || !asked.has(name)) return member;
        return async (...args: unknown[]): Promise<unknown> => {
          if (this.how === 'refuses' && name === 'health')
            return { kind: real.kind, answers: false, fault: 'connection refused' };
          if (this.how === 'refuses') throw new WarehouseFault('connection refused', 'CONNECTION', true);
          if (this.how === 'hangs') await new Promise<void>((resolve) => this.waiting.push(resolve));
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  }

  comesBack(): void {
    this.how = 'here';
    for (const goOn of this.waiting.splice(0)) goOn();
  }
}

let directory = '';
let log: EventLog;
let away: Away;
let real: Warehouse;
let pipeline: Pipeline;
let projection: Projection;
let health: Health;
const metrics = processMetrics();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-health-'));
  log = await openEmbeddedLog({ directory });
  await log.ensureTopics(Object.values(TOPICS));
  real = await openTestWarehouse();
  away = new Away(real);
  const { warehouse } = away;
  projection = await Projection.open(warehouse);
  pipeline = new Pipeline({ log, projection, metrics });
  await pipeline.start();
  const answering = new AnsweringGeneration(warehouse);
  const shown = new ShownWatch(log, async () => (await answering.tables()).progress);
  health = new Health({ log, tables: { warehouse, answering, shown }, pipeline }, PATIENCE_MS);
  registerProgramMetrics(metrics, health);
});
afterAll(async () => {
  away.comesBack();
  await pipeline.stop();
  await projection.close();
  await real.close();
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

async function append(subject: string): Promise<void> {
  const history = world();
  history.provider('lw').referral(subject).received('2026-01-05').attended('2026-01-12', 'b');
  const records = history.sent().map(({ event }) => ({
    key: `${event.providerid}/${event.subject}`,
    value: new TextEncoder().encode(canonicalJson(event)),
  }));
  await log.append(TOPICS.events.name, records);
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(20);
}

const partsBehind = async (): Promise<string[]> => (await health.status()).behind.map(({ part }) => part);

/** Samples without labels, by name; every line has to be what the text format allows. */
async function scraped(): Promise<Record<string, number>> {
  const text = await metrics.metrics();
  const label = /[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"/.source;
  const sample = new RegExp(`^([a-zA-Z_:][\\w:]*)(\\{${label}(?:,${label})*\\})? (\\S+)$`);
  const samples: Record<string, number> = {};
  for (const line of text.trim().split('\n')) {
    if (/^# (HELP|TYPE) [a-zA-Z_:][\w:]* .+$/.test(line) || line === '') continue;
    const [, name = '', labels = '', value = ''] = sample.exec(line) ?? [];
    if (name === '' || Number.isNaN(Number(value.replace('Inf', 'Infinity'))))
      throw new Error(`no sample: ${line}`);
    samples[name + labels] = Number(value);
  }
  for (const canary of [SUBJECT, 'lw/']) expect(text).not.toContain(canary);
  return samples;
}

describe('given everything is shown', () => {
  beforeAll(async () => {
    await append(SUBJECT);
    await log.append(TOPICS.events.name, [{ key: 'lw/x', value: new TextEncoder().encode('{') }]);
    await until(async () => (await health.look()).shown?.lag === 0);
  });

  test('nothing is behind, all parts are ready, and the numbers say what happened', async () => {
    expect((await health.status()).behind).toEqual([]);
    expect(await health.ready()).toEqual({
      log: { ready: true },
      warehouse: { ready: true },
      processor: { ready: true, detail: 'running' },
    });
    expect(await scraped()).toMatchObject({
      waymark_log_records: 3,
      waymark_lag_records: 0,
      waymark_lag_seconds: 0,
      waymark_dead_letters: 1,
      waymark_generation: projection.generation,
      waymark_log_writable: 1,
      waymark_warehouse_answers: 1,
      waymark_projection_events_total: 3,
    });
  });
});

describe.each(['refuses', 'hangs'] as const)('given a warehouse that %s', (how) => {
  test('status, readiness and metrics answer: what is behind and by how much; then nothing is', async () => {
    const before = (await health.look()).records ?? 0;
    away.how = how;
    await append(`${how}-1`);
    await until(async () => (await partsBehind()).includes('warehouse'));
    const status = await health.status();
    expect(status).toMatchObject({
      lag: 2,
      generation: projection.generation,
      warehouse: { answers: false },
    });
    expect(status.behind.find(({ part }) => part === 'warehouse')).toMatchObject({
      fault: how === 'hangs' ? 'no answer' : 'connection refused',
      since: expect.stringMatching(/Z$/) as string,
    });
    expect(await health.ready()).toMatchObject({ log: { ready: true }, warehouse: { ready: false } });

    const samples = await scraped();
    expect(samples).toMatchObject({
      waymark_log_records: before + 2,
      waymark_lag_records: 2,
      waymark_warehouse_answers: 0,
    });
    expect(samples).not.toHaveProperty('waymark_dead_letters');
    if (how === 'refuses') {
      await until(async () => (await partsBehind()).includes('processor'));
      const processor = (await health.status()).behind.find(({ part }) => part === 'processor');
      expect(processor).toMatchObject({ records: 2, fault: 'warehouse: CONNECTION' });
      expect(processor?.since).toBeDefined();
      expect((await scraped())['waymark_projection_retries_total{code="CONNECTION"}']).toBeGreaterThan(0);
    }
    away.comesBack();
    await until(async () => (await health.status()).lag === 0 && (await partsBehind()).length === 0);
  });
});
