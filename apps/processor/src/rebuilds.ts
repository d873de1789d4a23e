import { logger } from '@waymark/service';
import { BuildUnderWay } from '@waymark/warehouse';
import { inWords } from './patience.js';
import {
  rebuild,
  RebuildFault,
  type RebuildOptions,
  type RebuildOutcome,
  type RebuildProgress,
} from './rebuild.js';

/** The last rebuild of this process. */
export type RebuildState =
  | { state: 'none' }
  | { state: 'running'; verify: boolean; progress: RebuildProgress }
  | { state: 'done'; verify: boolean; outcome: RebuildOutcome }
  | { state: 'failed'; verify: boolean; reason: string };

/** Rebuilds of one process: one at a time, beside everything else. */
export class Rebuilds {
  private now: RebuildState = { state: 'none' };
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Pick<RebuildOptions, 'log' | 'warehouse' | 'live'>) {}

  state(): RebuildState {
    return this.now;
  }

  /** Begins one; false when one is under way already. */
  begin(verify: boolean): boolean {
    if (this.now.state === 'running') return false;
    this.now = { state: 'running', verify, progress: { phase: 'loading', read: 0, of: 0 } };
    this.running = this.run(verify);
    return true;
  }

  /** Gives up one that is under way: nothing is switched then. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(verify: boolean): Promise<void> {
    const onProgress = (progress: RebuildProgress): void => {
      this.now = { state: 'running', verify, progress };
    };
    try {
      const outcome = await rebuild({ ...this.parts, verify, signal: this.stopping.signal, onProgress });
      this.now = { state: 'done', verify, outcome };
      const { generation, switched, records, checksum, compared } = outcome;
      const differences = compared?.differences.length;
      logger.info({ generation, switched, records, checksum, differences }, 'rebuilt');
    } catch (fault) {
      this.now = { state: 'failed', verify, reason: reasonOf(fault) };
      logger.error({ fault: reasonOf(fault) }, 'rebuild_failed');
    }
  }
}

/** Why a rebuild could not be done, without quoting a record. */
export function reasonOf(fault: unknown): string {
  return fault instanceof RebuildFault || fault instanceof BuildUnderWay ? fault.message : inWords(fault);
}
