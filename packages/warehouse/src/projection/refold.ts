import { WarehouseFault } from '../fault.js';
import type { Warehouse } from '../warehouse.js';
import * as journeys from './fold-journeys.js';
import * as folding from './fold-referrals.js';
import type { Databases } from './fold-referrals.js';
import type { Heartbeat } from './projection.js';
import { Stage } from './stage.js';
import { writePathways } from './write-pathways.js';

export interface RefoldOptions {
  /** Only what the log had received by then, epoch ms; default everything. */
  asOf?: number;
  /** Database that raw events and links are read from; default the one that is written to. */
  raw?: string;
  /** Events folded at once in a whole fold, which bounds the memory of the staging tables; default 200,000. */
  sliceEvents?: number;
  /** Referrals put together into journeys at once in a whole fold; default 20,000. */
  sliceReferrals?: number;
}

const LATEST = Date.UTC(2299, 0);
/** Slices of referrals whose labels are grown together: two numbers of each are held, not its lists. */
const GROWN_AT_ONCE = 10;

/**
 * Folds referrals and the journeys they are in, from raw events. The same statements serve a batch (touched = its referrals) and
 * everything (touched = slices of all referrals).
 */
export class Refold {
  private readonly stage: Stage;
  private readonly asOf: number;
  private readonly raw: string;
  private readonly sliceEvents: number;
  private readonly sliceReferrals: number;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly generation: string,
    { asOf = LATEST, raw = generation, sliceEvents = 200_000, sliceReferrals = 20_000 }: RefoldOptions = {},
  ) {
    this.stage = new Stage(warehouse, generation);
    this.asOf = asOf;
    this.raw = raw;
    this.sliceEvents = sliceEvents;
    this.sliceReferrals = sliceReferrals;
  }

  /** The named referrals and every journey of their components. */
  async touched(
    touched: readonly { provider: string; subject: string }[],
    heartbeat: Heartbeat,
  ): Promise<void> {
    await this.cleanly(async () => {
      const { stage } = await this.names();
      await this.stage.empty('touched');
      await this.warehouse.insert(`${stage}.touched`, touched);
      await this.foldReferrals();
      await heartbeat();
      await this.foldJourneys(1, heartbeat);
      // Filled first: if it is still full, no restart of the server emptied the tables in memory meanwhile.
      const [row] = await this.warehouse.query<{ n: number }>(`SELECT count() AS n FROM ${stage}.touched`);
      if (row?.n !== touched.length) throw stageLost();
    });
  }

  /** Every referral, a slice of the hash space at a time, then every journey, a slice of the components at a time. */
  async all(heartbeat: Heartbeat): Promise<void> {
    await this.cleanly(async () => {
      const known = `countIf(received <= fromUnixTimestamp64Milli(${this.asOf}, 'UTC'))`;
      const slices = Math.ceil((await this.count(known, `${this.raw}.events`)) / this.sliceEvents);
      for (let slice = 0; slice < slices; slice++) {
        await this.touchSlice(slice, slices);
        await this.foldReferrals();
        await heartbeat();
      }
      await this.touchAll();
      const referrals = await this.count('uniq(node)', `${this.generation}.referrals`);
      await this.foldJourneys(Math.max(1, Math.ceil(referrals / this.sliceReferrals)), heartbeat);
      await this.checkComplete();
      await this.mergeWhole();
    });
  }

  /** A warehouse that is away or full keeps nobody from ending: staging tables left behind are swept later. */
  async close(): Promise<void> {
    try {
      await this.stage.drop();
    } catch (fault) {
      if (!(fault instanceof WarehouseFault) || !fault.retryable) throw fault;
    }
  }

  private async foldReferrals(): Promise<void> {
    const names = await this.names();
    await this.stage.empty('events', 'superseded', 'voided');
    await this.warehouse.command(folding.copyEvents(names), { asOf: this.asOf });
    await this.warehouse.command(folding.findSuperseded(names));
    await this.warehouse.command(folding.findVoided(names));
    await this.warehouse.command(folding.foldReferrals(names));
    await this.stage.empty('events');
  }

  private async foldJourneys(slices: number, heartbeat: Heartbeat): Promise<void> {
    const names = await this.names();
    const round = await this.growComponent(Math.ceil(slices / GROWN_AT_ONCE));
    for (let slice = 0; slice < slices; slice++) {
      await this.stage.empty('referrals', 'matches', 'journeys');
      await this.warehouse.command(journeys.copyReferrals(names), { round, ...stretchOf(slice, slices) });
      await this.warehouse.command(journeys.matchByPerson(names));
      await this.warehouse.command(journeys.findJourneys(names));
      await this.warehouse.command(journeys.addTombstones(names));
      await this.warehouse.command(writePathways(names));
      await heartbeat();
    }
    await this.stage.empty('referrals');
  }

  /** Grows the touched referrals to whole components; answers the round that holds them. */
  private async growComponent(slices: number): Promise<number> {
    const names = await this.names();
    await this.stage.empty('component');
    await this.warehouse.command(journeys.startComponent(names));
    for (let round = 0; ; round++) {
      for (let slice = 0; slice < slices; slice++)
        await this.warehouse.command(journeys.growComponent(names), { round, ...stretchOf(slice, slices) });
      const [before, after] = await this.warehouse.query<{ nodes: number; labels: string }>(
        journeys.componentState(names),
        { round },
      );
      if (before?.nodes === after?.nodes && before?.labels === after?.labels) return round + 1;
    }
  }

  private async touchSlice(slice: number, slices: number): Promise<void> {
    const { stage } = await this.names();
    await this.stage.empty('touched');
    await this.warehouse.command(
      `INSERT INTO ${stage}.touched (provider, subject, node) SELECT DISTINCT provider, subject, node
       FROM ${this.raw}.events WHERE node BETWEEN {from:UInt64} AND {to:UInt64} AND received <= {asOf:DateTime64(3)}`,
      { ...stretchOf(slice, slices), asOf: this.asOf },
    );
  }

  private async touchAll(): Promise<void> {
    const { stage } = await this.names();
    await this.stage.empty('touched');
    await this.warehouse.command(
      `INSERT INTO ${stage}.touched (node) SELECT DISTINCT node FROM ${this.generation}.referrals`,
    );
  }

  private async names(): Promise<Databases> {
    return { ...(await this.stage.names()), raw: this.raw };
  }

  private async count(what: string, table: string): Promise<number> {
    const [row] = await this.warehouse.query<{ n: number }>(`SELECT ${what} AS n FROM ${table}`);
    return row?.n ?? 0;
  }

  /** Every referral with events has been folded and has a row (or a tombstone): none was lost on the way. */
  private async checkComplete(): Promise<void> {
    const G = this.generation;
    const [row] = await this.warehouse.query<{ complete: boolean }>(
      `SELECT (SELECT uniqExact(node) FROM ${this.raw}.events WHERE received <= {asOf:DateTime64(3)}) AS referrals,
         referrals = (SELECT uniqExact(node) FROM ${G}.referrals)
         AND referrals = (SELECT uniqExact(journey) FROM ${G}.pathways) AS complete`,
      { asOf: this.asOf },
    );
    if (!row?.complete) throw stageLost();
  }

  /**
   * The slices of a whole fold lie across each other, and a question would merge them each time it reads: from one part it reads three
   * times as fast. Without room for it the tables are no less right, and the engine merges them one day.
   */
  private async mergeWhole(): Promise<void> {
    try {
      await this.warehouse.command(`OPTIMIZE TABLE ${this.generation}.pathways FINAL`);
    } catch (fault) {
      if (!(fault instanceof WarehouseFault) || !fault.retryable) throw fault;
    }
  }

  /** After a fault the staging tables are not to be trusted, and may be gone. */
  private async cleanly(work: () => Promise<void>): Promise<void> {
    try {
      await this.stage.renew();
      await work();
    } catch (fault) {
      await this.stage.drop().catch(() => undefined);
      throw fault;
    }
  }
}

/** A slice of the hash space, both ends included. */
function stretchOf(slice: number, slices: number): { from: bigint; to: bigint } {
  const bound = (at: number): bigint => (2n ** 64n * BigInt(at)) / BigInt(slices);
  return { from: bound(slice), to: bound(slice + 1) - 1n };
}

function stageLost(): WarehouseFault {
  return new WarehouseFault('the staging tables were emptied during the fold', 'STAGE_LOST', true);
}
