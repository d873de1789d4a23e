import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostcodeCollector, postcodeRecords } from '@waymark/areas';
import { openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';
import { logger } from '@waymark/service';
import { FollowedPostcodes } from './followed-postcodes.js';

const REFERENCE = TOPICS.reference.name;

let directory: string;
let log: EventLog;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-postcodes-'));
  log = await openEmbeddedLog({ directory });
  await log.ensureTopics(Object.values(TOPICS));
});

afterEach(async () => {
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

function recordsOf(lsoa: string): ReturnType<typeof postcodeRecords> {
  const collector = new PostcodeCollector();
  for (const letter of 'ABCDEFGHIJ') collector.add({ postcode: `ZQ7 4X${letter}`, lsoa, ended: false });
  return postcodeRecords(collector.table(), 40);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

test('knows none until one is loaded, then the newest, whole ones only', async () => {
  const postcodes = await FollowedPostcodes.open(log);
  expect([postcodes.loaded, postcodes.lsoaOf('ZQ74XA')]).toEqual([false, undefined]);
  await log.append(REFERENCE, recordsOf('E01000001'));
  await until(() => postcodes.loaded);
  expect([postcodes.lsoaOf('ZQ74XA'), postcodes.lsoaOf('ZQ74XZ')]).toEqual(['E01000001', undefined]);

  const [first, ...others] = recordsOf('E01000002');
  await log.append(REFERENCE, [first!]);
  await log.append(REFERENCE, [{ key: 'edition/x', value: Buffer.from('{}') }]);
  expect(postcodes.lsoaOf('ZQ74XA')).toBe('E01000001');
  await log.append(REFERENCE, others);
  await until(() => postcodes.lsoaOf('ZQ74XA') === 'E01000002');
  await postcodes.close();
});

test('a process that starts knows what was loaded before, the last of it', async () => {
  for (const lsoa of ['E01000001', 'E01000002', 'E01000001']) await log.append(REFERENCE, recordsOf(lsoa));
  const postcodes = await FollowedPostcodes.open(log);
  expect(postcodes.lsoaOf('ZQ74XJ')).toBe('E01000001');
  await postcodes.close();
});

test('a record that is none of ours is told by its offset and keeps nothing out', async () => {
  const complaint = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
  await log.append(REFERENCE, [
    { key: 'postcodes/0123456789abcdef/0', value: Buffer.from('\u0001\u0000ZQ7 4XW') },
    { key: 'postcodes/none', value: null },
    ...recordsOf('E01000001'),
  ]);
  const postcodes = await FollowedPostcodes.open(log);
  expect(postcodes.lsoaOf('ZQ74XA')).toBe('E01000001');
  expect(complaint.mock.calls).toEqual(
    [0, 1].map((offset) => [{ offset }, 'postcodes_record_not_understood']),
  );
  complaint.mockRestore();
  await postcodes.close();
});
