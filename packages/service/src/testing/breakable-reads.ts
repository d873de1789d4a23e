import type { EventLog, RecordBatch } from '@waymark/event-log';

/** A log whose reads, those under way and those to come, fail while it is broken; all else is the log's own. */
export class BreakableReads {
  readonly log: EventLog;
  /** First offsets of partition 0 that were asked for. */
  readonly begunAt: (number | undefined)[] = [];
  private fault: Error | undefined;
  private cut = new AbortController();

  constructor(private readonly real: EventLog) {
    const read: EventLog['read'] = (topic, options) => this.read(topic, options);
    this.log = new Proxy(real, {
      get: (target, name) => {
        if (name === 'read') return read;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }

  breakWith(fault: Error): void {
    this.fault = fault;
    this.cut.abort();
  }

  mend(): void {
    this.fault = undefined;
    this.cut = new AbortController();
  }

  private async *read(...[topic, options]: Parameters<EventLog['read']>): AsyncGenerator<RecordBatch, void> {
    this.begunAt.push(options.from.get(0));
    const { signal } = this.cut;
    const either = options.signal ? AbortSignal.any([options.signal, signal]) : signal;
    if (!this.fault) yield* this.real.read(topic, { ...options, signal: either });
    if (this.fault) throw this.fault;
  }
}
