import { isPostcodesKey, PostcodeAssembler, type LoadedPostcodes } from '@waymark/areas';
import {
  LogUnavailable,
  patiently,
  TOPICS,
  unlessAborted,
  type EventLog,
  type LogRecord,
  type ReadOptions,
} from '@waymark/event-log';
import type { PostcodeLookup } from '@waymark/events';
import { logger } from '@waymark/service';

/**
 * The newest directory of postcodes in the log, held in memory (four bytes a postcode: 11 MB for all there ever were) and
 * followed live. Until one is loaded it knows none; while the topic cannot be read it answers from the last.
 */
export class FollowedPostcodes implements PostcodeLookup {
  /** Rejects when it can follow the topic no more, for a fault that will not pass. */
  readonly died: Promise<never>;
  private readonly assembler = new PostcodeAssembler();
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private die: (fault: unknown) => void = () => undefined;
  private next = 0;
  private newest: LoadedPostcodes | undefined;

  private constructor(private readonly log: EventLog) {
    this.died = new Promise<never>((_, reject) => (this.die = reject));
    this.died.catch(() => undefined);
  }

  /** Reads the whole topic, then follows it. The topic must exist. */
  static async open(log: EventLog): Promise<FollowedPostcodes> {
    const followed = new FollowedPostcodes(log);
    await followed.catchUp();
    followed.following = followed.follow();
    return followed;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  get loaded(): boolean {
    return this.newest !== undefined;
  }

  lsoaOf(postcode: string): string | null | undefined {
    return this.newest?.table.lsoaOf(postcode);
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    const onRetry = (fault: unknown): void => {
      const words = fault instanceof LogUnavailable ? fault.message : 'unknown';
      logger.warn({ fault: words }, 'postcodes_cannot_be_followed_and_will_be_tried_again');
    };
    try {
      await patiently(() => this.read({ signal }), { signal, onRetry });
    } catch (fault) {
      logger.fatal({ err: fault }, 'postcodes_lost');
      this.die(fault);
    }
  }

  private async catchUp(): Promise<void> {
    const { signal } = this.stopping;
    const [end = 0] = await unlessAborted(signal, 'the postcodes', this.log.ends(TOPICS.reference.name));
    await this.read({ signal, until: new Map([[0, end]]) });
  }

  /** Goes on where the last reading ended. */
  private async read(options: Omit<ReadOptions, 'from'>): Promise<void> {
    const from = new Map([[0, this.next]]);
    for await (const { records } of this.log.read(TOPICS.reference.name, { from, ...options })) {
      for (const record of records) {
        this.apply(record);
        this.next = record.offset + 1;
      }
    }
  }

  /** What cannot be understood must not keep the next directory out. */
  private apply({ key, value, offset, appendedAt }: LogRecord): void {
    if (!isPostcodesKey(key)) return;
    const part = this.assembler.add(key, value, appendedAt);
    if (part === 'not_understood') logger.error({ offset }, 'postcodes_record_not_understood');
    if (typeof part === 'string') return;
    this.newest = part;
    const { id, table } = part;
    logger.info({ id, postcodes: table.size, bytes: table.packed.length }, 'postcodes_loaded');
  }
}
