#!/usr/bin/env node
// How fast the tables are made from the log, against the time ClickHouse takes to read the same columns once.
//
//   npm run build && node bench/rebuild.mjs [referrals, default 20000] [directory, default a temporary one]
//
// Prints one JSON object. A log that stands in the directory already is used as it is.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { openEmbeddedLog, TOPICS } from '../packages/event-log/dist/index.js';
import { Pseudonyms } from '../packages/events/dist/index.js';
import { rebuild } from '../apps/processor/dist/index.js';
import { seedLog, synthesise } from '../packages/synthetic/dist/index.js';
import { currentGeneration, openGeneration, openWarehouse } from '../packages/warehouse/dist/index.js';

const referrals = Number(process.argv[2] ?? 20_000);
const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'waymark-bench-'));
mkdirSync(directory, { recursive: true });

const standing = existsSync(join(directory, 'log'));
const log = await openEmbeddedLog({ directory: join(directory, 'log') });
await log.ensureTopics(Object.values(TOPICS));
if (!standing) {
  const history = synthesise({
    referrals,
    seed: 20_261_124,
    start: new Date('2023-01-01T00:00:00Z'),
    end: new Date('2026-01-01T00:00:00Z'),
    pseudonyms: new Pseudonyms('a key of the benchmark, 32 characters or more', 1),
  });
  await seedLog(log, history);
}
const warehouse = await openWarehouse({ directory: join(directory, 'chdb') });
await openGeneration(warehouse);

let peakBytes = 0;
const watching = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage().rss)), 20);
const phases = {};
let [phase, since] = ['start', performance.now()];
const onProgress = ({ phase: next }) => {
  if (next === phase) return;
  const now = performance.now();
  phases[phase] = Math.round(((phases[phase] ?? 0) + (now - since) / 1000) * 1000) / 1000;
  [phase, since] = [next, now];
};
const began = performance.now();
const outcome = await rebuild({ log, warehouse, onProgress });
const seconds = (performance.now() - began) / 1000;
onProgress({ phase: 'end' });
clearInterval(watching);

const { database } = await currentGeneration(warehouse);
const columns = await warehouse.query(
  `SELECT name FROM system.columns WHERE database = '${database}' AND table = 'events' AND default_kind != 'ALIAS'`,
);
const reading = performance.now();
await warehouse.query(
  `SELECT ${columns.map(({ name }) => `sum(length(toString(\`${name}\`)))`).join(', ')} FROM ${database}.events`,
);
const asText = (performance.now() - reading) / 1000;
const ignoring = performance.now();
await warehouse.query(`SELECT count() FROM ${database}.events WHERE NOT ignore(*)`);
const readSeconds = (performance.now() - ignoring) / 1000;

console.log(
  JSON.stringify(
    {
      referrals,
      events: outcome.records,
      rows: outcome.rows,
      checksum: outcome.checksum,
      seconds: round(seconds),
      eventsPerSecond: Math.round(outcome.records / seconds),
      phases,
      peakRssMb: Math.round(peakBytes / 1e6),
      readColumnsOnceSeconds: round(readSeconds),
      readColumnsOnceAsTextSeconds: round(asText),
      timesReading: round(seconds / readSeconds),
    },
    undefined,
    2,
  ),
);
await warehouse.close();
await log.close();
if (process.argv[3] === undefined) rmSync(directory, { recursive: true, force: true });

function round(value) {
  return Math.round(value * 1000) / 1000;
}
