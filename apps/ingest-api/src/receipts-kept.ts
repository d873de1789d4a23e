import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EVENT_TYPES, jsonSchemaOf, londonDateText } from '@waymark/events';
import {
  logger,
  RECEIPT_DAYS,
  RECEIPTS,
  receiptsOf,
  type Receipts,
  type RefusedGroup,
  type Registry,
} from '@waymark/service';
import type { PushResult } from './push-answer.js';

/** How soon what was refused is written down; what a process that is killed did not write by then is not told of. */
const FLUSH_MS = 1_000;
const DAY_MS = 86_400_000;
/** How long the end of the program waits for the last of it. */
const LAST_WRITE_MS = 1_000;
/** Codes and places of the contract number some hundreds; whatever else may come, an entity stays small. */
const GROUPS_MAX = 500;

type Counted = Omit<Receipts, 'refused'> & { refused: Map<string, RefusedGroup> };

/**
 * Counts what pushes were refused and what came twice, by provider and day, and writes it to the registry a moment later: nobody
 * waits for it, and a log that takes no writes now is asked again.
 */
export class ReceiptsKept {
  private readonly process = randomUUID();
  private readonly counted = new Map<string, Counted>();
  private readonly unwritten = new Set<Counted>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly registry: Registry,
    private readonly clock: () => number = Date.now,
    private readonly flushMs = FLUSH_MS,
  ) {}

  count(provider: string, results: readonly PushResult[]): void {
    const telling = results.filter(({ status }) => status !== 'accepted');
    if (telling.length === 0) return;
    const counted = this.of(provider, londonDateText(this.clock()));
    const at = new Date(this.clock()).toISOString();
    for (const { status, code = '', pointer = '' } of telling) {
      if (status === 'duplicate') counted.duplicates += 1;
      else refuse(counted, code, placeOf(pointer), at);
    }
    this.unwritten.add(counted);
    this.later();
  }

  /** Told by Nest when the program ends. A log that hangs keeps no program: what is not written soon is not told of. */
  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    const written = this.writing.then(() => this.write());
    await Promise.race([written, sleep(LAST_WRITE_MS, undefined, { ref: false })]);
    clearTimeout(this.timer);
  }

  private of(provider: string, day: string): Counted {
    const key = `${provider}/${day}`;
    const known = this.counted.get(key);
    if (known) return known;
    const begun = { provider, day, process: this.process, duplicates: 0, refused: new Map() };
    this.counted.set(key, begun);
    return begun;
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.write();
    }, this.flushMs).unref();
  }

  private async write(): Promise<void> {
    for (const counted of [...this.unwritten]) {
      this.unwritten.delete(counted);
      try {
        await this.put(counted);
      } catch (fault) {
        logger.warn({ err: fault }, 'receipts_not_written_and_will_be_tried_again');
        this.unwritten.add(counted);
        this.later();
        return;
      }
    }
  }

  private async put(counted: Counted): Promise<void> {
    const { provider } = counted;
    const isNew = this.registry.entity(RECEIPTS, idOf(counted)) === undefined;
    const receipts: Receipts = { ...counted, refused: [...counted.refused.values()] };
    await this.registry.put(RECEIPTS, idOf(counted), receipts);
    if (isNew) await this.forgetOld(provider);
  }

  private async forgetOld(provider: string): Promise<void> {
    const oldest = londonDateText(this.clock() - RECEIPT_DAYS * DAY_MS);
    for (const [key, { day }] of this.counted) if (day < oldest) this.counted.delete(key);
    for (const receipts of receiptsOf(this.registry, provider, '').filter(({ day }) => day < oldest))
      await this.registry.remove(RECEIPTS, idOf(receipts));
  }
}

const idOf = ({ provider, day, process }: Pick<Receipts, 'provider' | 'day' | 'process'>): string =>
  `${provider}/${day}/${process}`;

function refuse({ refused }: Counted, code: string, pointer: string, at: string): void {
  const key = `${code} ${pointer}`;
  const group = refused.get(key);
  if (group) Object.assign(group, { count: group.count + 1, lastAt: at });
  else if (refused.size < GROUPS_MAX) refused.set(key, { code, pointer, count: 1, firstAt: at, lastAt: at });
}

/** Up to the first name that the contract does not know: that of an unknown member is the sender's own, and may be anything. */
function placeOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const hidden = steps.findIndex((step) => !CONTRACT_NAMES.has(step) && !/^\d+$/.test(step));
  const shown = hidden < 0 ? steps : steps.slice(0, hidden);
  return shown.map((step) => (/^\d+$/.test(step) ? '/*' : `/${step}`)).join('');
}

const CONTRACT_NAMES: ReadonlySet<string> = new Set(
  EVENT_TYPES.flatMap((type) => namesIn(jsonSchemaOf(type))),
);

function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(namesIn)];
}
