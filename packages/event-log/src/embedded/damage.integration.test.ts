import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LogCorrupt } from '../errors.js';
import type { LogRecord } from '../port.js';
import { readAll, record, text } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

const TOPIC = 'damaged';
const RUNS = 100;

let root = '';
let original = '';
/** What was appended, in order: one partition, several commit groups, several segments. */
let truth: (string | null)[] = [];
/** Where the last segment's last commit group begins. */
let lastGroupAt = 0;
let segments: string[] = [];

/** A log as a crash leaves it: its files were copied while it was open. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'waymark-damage-'));
  const live = join(root, 'live');
  const log = await openEmbeddedLog({ directory: live, segmentBytes: 1_500 });
  await log.ensureTopics([{ name: TOPIC, partitions: 1 }]);
  for (let group = 0; group < 40; group += 1) {
    const last = (await filesOf(live)).at(-1) ?? '';
    const { size } = await stat(join(live, TOPIC, '0', last));
    const records = Array.from({ length: 1 + (group % 6) }, (_, i) =>
      record(`k${i}`, `${group}.${i} `.repeat(5 + (group % 10))),
    );
    await log.append(TOPIC, records);
    lastGroupAt = last === (await filesOf(live)).at(-1) ? size : 0;
  }
  original = join(root, 'original');
  await cp(live, original, { recursive: true });
  await rm(join(original, '.lock'));
  truth = (await readAll(log, TOPIC)).map(text);
  segments = await filesOf(original);
  await log.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function filesOf(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, TOPIC, '0'));
  return names.filter((name) => name.endsWith('.log')).sort();
}

/** What can be read after the files were changed; `undefined` when the log says that it is damaged. */
async function readAfter(change: (directory: string) => Promise<void>): Promise<LogRecord[] | undefined> {
  const directory = await mkdtemp(join(root, 'copy-'));
  try {
    await cp(original, directory, { recursive: true });
    await change(join(directory, TOPIC, '0'));
    const log = await openEmbeddedLog({ directory });
    try {
      return await readAll(log, TOPIC);
    } finally {
      await log.close();
    }
  } catch (fault) {
    if (fault instanceof LogCorrupt) return undefined;
    throw fault;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function isPrefix(records: readonly LogRecord[]): boolean {
  return records.every((each, i) => each.offset === i && text(each) === truth[i]);
}

test('the history under test spans several segments and its last one several commit groups', () => {
  expect(segments.length).toBeGreaterThan(3);
  expect(lastGroupAt).toBeGreaterThan(0);
});

test('given the last segment cut anywhere, as a crash may leave it, what was written before the cut is read', async () => {
  const size = (await stat(join(original, TOPIC, '0', segments.at(-1) ?? ''))).size;
  const before = Number((segments.at(-1) ?? '').slice(0, 20));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: size }), async (length) => {
      const records = await readAfter((files) => truncate(join(files, segments.at(-1) ?? ''), length));
      expect(records && isPrefix(records)).toBe(true);
      expect(records?.length).toBeGreaterThanOrEqual(before);
      if (length === size) expect(records).toHaveLength(truth.length);
    }),
    { numRuns: RUNS },
  );
});

test('given any byte changed, no wrong record is read; and if it had been durable, the log says so', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      async (n, where, flip) => {
        const name = segments[n % segments.length] ?? '';
        const bytes = await readFile(join(original, TOPIC, '0', name));
        const at = Math.floor(where * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const records = await readAfter((files) => writeFile(join(files, name), bytes));
        const unfinished = name === segments.at(-1) && at >= lastGroupAt;
        if (unfinished) expect(records === undefined || isPrefix(records)).toBe(true);
        else expect(records).toBeUndefined();
      },
    ),
    { numRuns: RUNS },
  );
});

test('given bytes of anything after the last record, they are cut off and everything before them is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (rubbish) => {
      const name = segments.at(-1) ?? '';
      const bytes = await readFile(join(original, TOPIC, '0', name));
      const records = await readAfter((files) =>
        writeFile(join(files, name), Buffer.concat([bytes, rubbish])),
      );
      expect(records?.map(text)).toEqual(truth);
    }),
    { numRuns: 40 },
  );
});

test.each(['a segment', 'the end of a full segment'])('given %s missing, the log says so', async (what) => {
  const records = await readAfter(async (files) => {
    const path = join(files, segments[1] ?? '');
    if (what === 'a segment') await rm(path);
    else await truncate(path, (await stat(path)).size - 1);
  });
  expect(records).toBeUndefined();
});

test('given a log that was closed cleanly and lost its last bytes since, it says so', async () => {
  const directory = join(root, 'live');
  const path = join(directory, TOPIC, '0', segments.at(-1) ?? '');
  await truncate(path, (await stat(path)).size - 1);
  await expect(openEmbeddedLog({ directory })).rejects.toThrow(LogCorrupt);
});

test('an unfinished write that is cut off is reported with its file and place', async () => {
  const directory = join(root, 'reported');
  await cp(original, directory, { recursive: true });
  const path = join(directory, TOPIC, '0', segments.at(-1) ?? '');
  const size = (await stat(path)).size;
  await truncate(path, size - 3);
  const reports: [string, Record<string, unknown>][] = [];
  const log = await openEmbeddedLog({
    directory,
    report: (message, details) => reports.push([message, details]),
  });
  await log.close();
  expect(reports).toHaveLength(1);
  expect(reports[0]?.[1]).toMatchObject({ file: path });
  const { byte, cut } = reports[0]?.[1] ?? {};
  expect(Number(byte) + Number(cut)).toBe(size - 3);
});
