import { EditionAssembler, isPostcodesKey, type Edition, type EditionPart } from '@waymark/areas';
import { TOPICS, type EventLog, type LogRecord } from '@waymark/event-log';
import { logger } from '@waymark/service';
import { listEditions, loadEdition, type Warehouse } from '@waymark/warehouse';
import { inWords, patiently } from './patience.js';

/**
 * Brings reference editions from their topic into the warehouse, at start and while it runs. Every process that has a
 * warehouse does so; an edition loaded twice is the same rows.
 */
export class ReferenceLoader {
  /** Rejects when it can follow the topic no more, for a fault that will not pass. */
  readonly died: Promise<never>;
  private readonly stopping = new AbortController();
  private readonly assembler = new EditionAssembler();
  private following: Promise<void> = Promise.resolve();
  private die: (fault: unknown) => void = () => undefined;
  private next = 0;
  /** Put together and not yet in the warehouse: its parts will not be read again. */
  private pending: Edition | undefined;

  private constructor(
    private readonly log: EventLog,
    private readonly warehouse: Warehouse,
    private readonly loaded: Set<string>,
  ) {
    this.died = new Promise<never>((_, reject) => (this.die = reject));
    this.died.catch(() => undefined);
  }

  /** Resolves when every edition in the log is loaded; then follows the topic. */
  static async start(log: EventLog, warehouse: Warehouse): Promise<ReferenceLoader> {
    const loaded = new Set((await listEditions(warehouse)).map((edition) => edition.id));
    const loader = new ReferenceLoader(log, warehouse, loaded);
    const [end = 0] = await log.ends(TOPICS.reference.name);
    await loader.read(end);
    loader.following = patiently(() => loader.read(), {
      signal: loader.stopping.signal,
      onRetry: (fault) => logger.warn({ fault: inWords(fault) }, 'reference_will_be_tried_again'),
    }).catch(loader.die);
    return loader;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  /** Goes on where the last reading ended, up to `end` or for ever. */
  private async read(end?: number): Promise<void> {
    await this.loadPending();
    const from = new Map([[0, this.next]]);
    const options = end === undefined ? { signal: this.stopping.signal } : { until: new Map([[0, end]]) };
    for await (const { records } of this.log.read(TOPICS.reference.name, { from, ...options })) {
      for (const record of records) {
        this.pending = this.completedBy(record);
        this.next = record.offset + 1;
        await this.loadPending();
      }
    }
  }

  private completedBy({ key, value, offset, appendedAt }: LogRecord): Edition | undefined {
    // A directory of postcodes is for ingest: no table holds one.
    if (isPostcodesKey(key)) return undefined;
    const part = value === null ? undefined : partOf(value);
    if (!part) {
      logger.error({ offset }, 'reference_record_not_understood');
      return undefined;
    }
    return this.assembler.add(part, appendedAt);
  }

  private async loadPending(): Promise<void> {
    const { pending } = this;
    if (pending && !this.loaded.has(pending.id)) {
      await loadEdition(this.warehouse, pending);
      this.loaded.add(pending.id);
    }
    this.pending = undefined;
  }
}

/** A record that is no part of an edition must not keep the later ones from being loaded. */
function partOf(value: Uint8Array): EditionPart | undefined {
  try {
    const part = JSON.parse(new TextDecoder().decode(value)) as Partial<EditionPart> | null;
    const whole = typeof part?.id === 'string' && Array.isArray(part.practices) && Array.isArray(part.lsoas);
    return whole && Number.isInteger(part.part) && Number.isInteger(part.parts)
      ? (part as EditionPart)
      : undefined;
  } catch {
    return undefined;
  }
}
