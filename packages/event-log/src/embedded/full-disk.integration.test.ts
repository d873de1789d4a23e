import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogUnavailable, type EventLog } from '../port.js';
import { fileHandles } from '../testing/file-handles.js';
import { numbered, readAll, record, text } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-full-'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

const TOPIC = { name: 'full', partitions: 1 };

async function openLog(at = directory, segmentBytes = 50_000): Promise<EventLog> {
  const log = await openEmbeddedLog({ directory: at, segmentBytes });
  await log.ensureTopics([TOPIC]);
  return log;
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code, syscall: 'write' });
}

async function stopTheNextWriteHalfWay(): Promise<void> {
  const handles = await fileHandles();
  const write = handles.write;
  jest.spyOn(handles, 'write').mockImplementationOnce(async function (this: FileHandle, ...args: unknown[]) {
    const [buffer, , , position] = args as [Buffer, number, number, number];
    await Reflect.apply(write, this, [buffer, 0, Math.floor(buffer.length / 2), position]);
    throw fault('ENOSPC');
  });
}

async function numbersIn(log: EventLog): Promise<number[]> {
  return (await readAll(log, TOPIC.name)).map((each) => Number(text(each)));
}

async function assertRecovers(log: EventLog): Promise<void> {
  await log.append(TOPIC.name, numbered(5, 5, 10));
  expect(await numbersIn(log)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
  await log.close();
  const again = await openLog();
  expect(await numbersIn(again)).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
  await again.close();
}

describe('given a write that stops in the middle because the disk is full', () => {
  test('the append and those that wait behind it are refused, nothing of them stays, and later ones work', async () => {
    const log = await openLog();
    await log.append(TOPIC.name, numbered(5, 5));
    await stopTheNextWriteHalfWay();
    const refused = log.append(TOPIC.name, [record('k', 'x'.repeat(20_000))]);
    await new Promise(setImmediate);
    const behind = log.append(TOPIC.name, numbered(1, 1, 99));
    await expect(refused).rejects.toThrow(LogUnavailable);
    await expect(behind).rejects.toThrow(LogUnavailable);
    await assertRecovers(log);
  });

  test('a log that is closed after it opens again, with what was acknowledged', async () => {
    const log = await openLog();
    await log.append(TOPIC.name, numbered(5, 5));
    await stopTheNextWriteHalfWay();
    await expect(log.append(TOPIC.name, [record('k', 'x'.repeat(20_000))])).rejects.toThrow(LogUnavailable);
    await log.close();
    const again = await openLog();
    expect(await numbersIn(again)).toEqual([0, 1, 2, 3, 4]);
    await assertRecovers(again);
  });
});

describe('given a disk that does not confirm that bytes are on it', () => {
  test('the append is refused, and nothing of it is read, now or after a restart', async () => {
    const log = await openLog();
    await log.append(TOPIC.name, numbered(5, 5));
    jest.spyOn(await fileHandles(), 'datasync').mockRejectedValueOnce(fault('EIO'));
    await expect(log.append(TOPIC.name, numbered(2, 2, 5))).rejects.toThrow(LogUnavailable);
    expect(await numbersIn(log)).toEqual([0, 1, 2, 3, 4]);
    await assertRecovers(log);
  });
});

describe('given that not even the unfinished bytes can be cut off', () => {
  test('appends are refused until they can, and the log says that it takes nothing', async () => {
    const log = await openLog();
    await log.append(TOPIC.name, numbered(5, 5));
    const handles = await fileHandles();
    jest.spyOn(handles, 'datasync').mockRejectedValueOnce(fault('EIO'));
    await expect(log.append(TOPIC.name, numbered(2, 2, 5))).rejects.toThrow(LogUnavailable);
    const cutting = jest.spyOn(handles, 'truncate').mockRejectedValue(fault('EIO'));
    const writing = jest.spyOn(handles, 'writeFile').mockRejectedValue(fault('EIO'));
    await expect(log.append(TOPIC.name, numbered(2, 2, 5))).rejects.toThrow(LogUnavailable);
    expect(await log.health()).toMatchObject({
      writable: false,
      fault: expect.stringContaining('EIO') as string,
    });
    cutting.mockRestore();
    writing.mockRestore();
    expect(await log.health()).toEqual({ kind: 'embedded', writable: true });
    await assertRecovers(log);
  });
});

describe('given append times that were given and an append that failed', () => {
  test('the same times may be given again', async () => {
    const log = await openLog();
    const seeded = [{ ...record('k', '1'), appendedAt: 1_000 }];
    jest.spyOn(await fileHandles(), 'datasync').mockRejectedValueOnce(fault('EIO'));
    await expect(log.append(TOPIC.name, seeded)).rejects.toThrow(LogUnavailable);
    expect(await log.append(TOPIC.name, seeded)).toMatchObject([{ offset: 0, appendedAt: 1_000 }]);
    await log.close();
  });
});

const mounted = mountTinyDisk();
// Without it the faults injected above still hold the same guarantees.
if (mounted) describeOnDisk(mounted);

function describeOnDisk(disk: string): void {
  describe('on a file system of 1 MiB', () => {
    afterAll(() => {
      spawnSync('umount', [disk]);
      return rm(disk, { recursive: true, force: true });
    });

    test('when it fills up appends are refused; when there is room again they work; what was acknowledged is there', async () => {
      const filler = join(disk, 'filler');
      await writeFile(filler, Buffer.alloc(400_000));
      const log = await openLog(join(disk, 'log'));
      const acknowledged: number[] = [];
      const append = async (number: number): Promise<void> => {
        const [position] = await log.append(TOPIC.name, [record('k', String(number).padStart(7_000, '0'))]);
        expect(position?.offset).toBe(acknowledged.length);
        acknowledged.push(number);
      };
      await expect(
        (async () => {
          for (let number = 0; ; number += 1) await append(number);
        })(),
      ).rejects.toThrow(LogUnavailable);
      expect(acknowledged.length).toBeGreaterThan(20);
      expect(await log.health()).toMatchObject({
        writable: false,
        fault: expect.stringContaining('ENOSPC') as string,
      });

      await unlink(filler);
      expect(await log.health()).toMatchObject({ writable: true });
      for (let number = 1_000; number < 1_020; number += 1) await append(number);
      expect(await numbersIn(log)).toEqual(acknowledged);
      await log.close();
      const again = await openLog(join(disk, 'log'));
      expect(await numbersIn(again)).toEqual(acknowledged);
      await again.close();
    });
  });
}

/** A real disk that is soon full; only root on Linux may mount one. */
function mountTinyDisk(): string | undefined {
  const made = spawnSync('mktemp', ['-d', join(tmpdir(), 'waymark-tiny-XXXXXX')])
    .stdout.toString()
    .trim();
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', made]);
  if (status === 0) return made;
  process.stderr.write(
    `\n!!! SKIPPED: the test on a full file system, because none can be mounted: ${String(stderr)}\n`,
  );
  spawnSync('rmdir', [made]);
  return undefined;
}
