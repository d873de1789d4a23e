import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asUnavailable, isMissing, replaceFile, syncDirectory } from './durable-files.js';

/** What groups have committed: one small file per group and topic, replaced as a whole at each commit. */
export class GroupOffsets {
  private readonly loaded = new Map<string, Promise<Map<number, number>>>();
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly directory: string) {}

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    return new Map(await this.load(group, topic));
  }

  /** Commits next offsets by partition; durable when it resolves. Throws `LogUnavailable`. */
  async commit(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const write = this.writing.then(() => this.write(group, topic, offsets));
    this.writing = write.catch(() => undefined);
    await write;
  }

  private async write(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const known = await this.load(group, topic);
    const next = new Map([...known, ...offsets]);
    try {
      await mkdir(join(this.directory, group), { recursive: true });
      await replaceFile(this.pathOf(group, topic), JSON.stringify(Object.fromEntries(next)));
      await syncDirectory(this.directory);
    } catch (fault) {
      throw asUnavailable(fault, 'the offsets of a group cannot be written');
    }
    for (const [partition, offset] of offsets) known.set(partition, offset);
  }

  private load(group: string, topic: string): Promise<Map<number, number>> {
    const path = this.pathOf(group, topic);
    const loaded = this.loaded.get(path) ?? readOffsets(path);
    this.loaded.set(path, loaded);
    return loaded;
  }

  private pathOf(group: string, topic: string): string {
    return join(this.directory, group, `${topic}.json`);
  }
}

async function readOffsets(path: string): Promise<Map<number, number>> {
  try {
    const entries = Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, number>);
    return new Map(entries.map(([partition, offset]) => [Number(partition), offset]));
  } catch (fault) {
    if (isMissing(fault)) return new Map();
    throw fault;
  }
}
