import { mkdtemp, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogUnavailable, type EventLog } from '../port.js';
import { fileHandles } from '../testing/file-handles.js';
import { eventually, numbered, readAll, text } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

const TOPIC = { name: 'hung', partitions: 2 };

let directory = '';
let log: EventLog;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-hung-'));
  log = await openEmbeddedLog({ directory, patienceMs: 50 });
  await log.ensureTopics([TOPIC]);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

test('a disk that neither takes nor refuses a write is told, and once it answers, all is well and nothing is lost', async () => {
  let answer: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => (answer = resolve));
  const handles = await fileHandles();
  const datasync = handles.datasync;
  jest.spyOn(handles, 'datasync').mockImplementation(async function (this: FileHandle) {
    await hung;
    await Reflect.apply(datasync, this, []);
  });
  const appended = log.append(TOPIC.name, numbered(20, 20));
  await eventually(async () => !(await log.health()).writable);
  expect(await log.health()).toMatchObject({ writable: false, fault: expect.stringContaining('under way') });
  await expect(log.ends(TOPIC.name)).rejects.toThrow(LogUnavailable);

  answer();
  expect(await appended).toHaveLength(20);
  expect(await log.health()).toEqual({ kind: 'embedded', writable: true });
  const numbers = (await readAll(log, TOPIC.name)).map((each) => Number(text(each)));
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
});
