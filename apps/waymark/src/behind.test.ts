import { partsBehind, type Seen } from './behind.js';

const AT = Date.parse('2026-11-25T12:00:00Z');
const SINCE = AT - 60_000;
const WELL: Seen = {
  at: AT,
  log: { kind: 'embedded', writable: true },
  registry: { current: true },
  warehouse: { kind: 'chdb', answers: true },
  shown: { lag: 0, position: [7], shownUpTo: AT - 1 },
  pipeline: { state: 'running', partitions: [0] },
  rebuild: { state: 'none' },
  inFlight: { bytes: 0, refusedAt: undefined },
};
const since = new Date(SINCE).toISOString();

function behind(seen: Partial<Seen>) {
  return partsBehind({ ...WELL, ...seen }, (_part, atFault) => (atFault ? SINCE : undefined));
}

test.each<[what: string, seen: Partial<Seen>]>([
  ['all is shown', {}],
  ['nothing came for long', { shown: { lag: 0, position: [7], shownUpTo: AT - 3_600_000 } }],
  [
    'a record has been on its way for four seconds',
    { shown: { lag: 1, position: [7], shownUpTo: AT - 4_000 } },
  ],
  ['pushes were refused long ago', { inFlight: { bytes: 9, refusedAt: AT - 60_000 } }],
])('nothing is behind when %s', (_, seen) => {
  expect(behind(seen)).toEqual([]);
});

test.each<[what: string, seen: Partial<Seen>, told: object]>([
  [
    'a processor that runs and does not keep up, by records and seconds',
    { shown: { lag: 900, position: [7], shownUpTo: AT - 42_000 } },
    { part: 'processor', records: 900, seconds: 42 },
  ],
  [
    'a processor before anything is shown, by records',
    { shown: { lag: 900, position: [0], shownUpTo: -1 } },
    { part: 'processor', records: 900 },
  ],
  [
    'a processor that tries again, also when nothing waits, since when and why',
    { pipeline: { state: 'retrying', fault: 'warehouse: TOO_MANY_PARTS', since: SINCE, partitions: [] } },
    { part: 'processor', records: 0, seconds: 0, fault: 'warehouse: TOO_MANY_PARTS', since },
  ],
  [
    'a log that takes no writes',
    { log: { kind: 'embedded', writable: false, fault: 'the disk is full' } },
    { part: 'log', fault: 'the disk is full', since },
  ],
  [
    'a registry that does not know of the last changes',
    { registry: { current: false, fault: 'no broker' } },
    { part: 'registry', fault: 'no broker', since },
  ],
  [
    'a warehouse that does not answer',
    { warehouse: { kind: 'clickhouse', answers: false, fault: 'no answer' } },
    { part: 'warehouse', fault: 'no answer', since },
  ],
  [
    'an ingest that refuses pushes',
    { inFlight: { bytes: 7_000_000, refusedAt: AT - 500 } },
    { part: 'ingest', fault: 'busy: pushes were refused; 7000000 bytes are held' },
  ],
  [
    'a rebuild under way, by what it has still to read',
    { rebuild: { state: 'running', verify: false, progress: { phase: 'loading', read: 400, of: 1_000 } } },
    { part: 'rebuild', records: 600 },
  ],
])('told is %s', (_, seen, told) => {
  expect(behind(seen)).toEqual([told]);
});
