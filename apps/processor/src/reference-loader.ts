import { EditionAssembler, type EditionPart } from '@waymark/areas';
import { TOPICS, type EventLog, type RecordBatch } from '@waymark/event-log';
import { logger } from '@waymark/service';
import { listEditions, loadEdition, type Warehouse } from '@waymark/warehouse';

/** Brings reference editions from their topic into the warehouse, at start and while it runs. */
export class ReferenceLoader {
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private readonly assembler = new EditionAssembler();

  private constructor(
    private readonly log: EventLog,
    private readonly warehouse: Warehouse,
    private readonly loaded: Set<string>,
  ) {}

  /** Resolves when every edition in the log is loaded; then follows the topic. */
  static async start(log: EventLog, warehouse: Warehouse): Promise<ReferenceLoader> {
    const loaded = new Set((await listEditions(warehouse)).map((edition) => edition.id));
    const loader = new ReferenceLoader(log, warehouse, loaded);
    const [end = 0] = await log.ends(TOPICS.reference.name);
    const until = new Map([[0, end]]);
    for await (const batch of log.read(TOPICS.reference.name, { from: new Map([[0, 0]]), until })) {
      await loader.load(batch);
    }
    loader.following = loader.follow(end);
    return loader;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(from: number): Promise<void> {
    const { signal } = this.stopping;
    try {
      for await (const batch of this.log.read(TOPICS.reference.name, {
        from: new Map([[0, from]]),
        signal,
      })) {
        await this.load(batch);
      }
    } catch (fault) {
      if (!signal.aborted) logger.error({ err: fault }, 'reference_editions_not_followed');
    }
  }

  private async load(batch: RecordBatch): Promise<void> {
    for (const { value, appendedAt } of batch.records) {
      if (value === null) continue;
      const part = JSON.parse(new TextDecoder().decode(value)) as EditionPart;
      const edition = this.assembler.add(part, appendedAt);
      if (!edition || this.loaded.has(edition.id)) continue;
      await loadEdition(this.warehouse, edition);
      this.loaded.add(edition.id);
    }
  }
}
