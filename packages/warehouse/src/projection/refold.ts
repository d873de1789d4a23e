import { WarehouseFault } from '../fault.js';
import type { Warehouse } from '../warehouse.js';
import * as journeys from './fold-journeys.js';
import * as referrals from './fold-referrals.js';
import type { Heartbeat } from './projection.js';
import { Stage } from './stage.js';
import { writePathways } from './write-pathways.js';

export interface RefoldOptions {
  /** Only what the log had received by then, epoch ms; default everything. */
  asOf?: number;
  /** Events folded at once in a whole fold, which bounds the memory of the staging tables; default 200,000. */
  sliceEvents?: number;
  /** Referrals put together into journeys at once in a whole fold; default 20,000. */
  sliceReferrals?: number;
}

const LATEST = Date.UTC(2299, 0);

/**
 * Folds referrals and the journeys they are in, from raw events. The same statements serve a batch (touched = its referrals) and
 * everything (touched = slices of all referrals).
 */
export class Refold {
  private readonly stage: Stage;
  private readonly asOf: number;
  private readonly sliceEvents: number;
  private readonly sliceReferrals: number;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly generation: string,
    { asOf = LATEST, sliceEvents = 200_000, sliceReferrals = 20_000 }: RefoldOptions = {},
  ) {
    this.stage = new Stage(warehouse, generation);
    this.asOf = asOf;
    this.sliceEvents = sliceEvents;
    this.sliceReferrals = sliceReferrals;
  }

  /** The named referrals and every journey of their components. */
  async touched(
    touched: readonly { provider: string; subject: string }[],
    heartbeat: Heartbeat,
  ): Promise<void> {
    await this.cleanly(async () => {
      const { stage } = await this.stage.names();
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
      const slices = Math.ceil((await this.count('count()', 'events')) / this.sliceEvents);
      for (let slice = 0; slice < slices; slice++) {
        await this.touchSlice(slice, slices);
        await this.foldReferrals();
        await heartbeat();
      }
      await this.touchAll();
      const known = await this.count('uniq(node)', 'referrals');
      await this.foldJourneys(Math.max(1, Math.ceil(known / this.sliceReferrals)), heartbeat);
      await this.checkComplete();
    });
  }

  async close(): Promise<void> {
    await this.stage.drop();
  }

  private async foldReferrals(): Promise<void> {
    const names = await this.stage.names();
    await this.stage.empty('events', 'superseded', 'voided');
    await this.warehouse.command(referrals.copyEvents(names), { asOf: this.asOf });
    await this.warehouse.command(referrals.findSuperseded(names));
    await this.warehouse.command(referrals.findVoided(names));
    await this.warehouse.command(referrals.foldReferrals(names));
    await this.stage.empty('events');
  }

  private async foldJourneys(slices: number, heartbeat: Heartbeat): Promise<void> {
    const names = await this.stage.names();
    const round = await this.growComponent();
    for (let slice = 0; slice < slices; slice++) {
      await this.stage.empty('referrals', 'matches', 'journeys');
      await this.warehouse.command(journeys.copyReferrals(names), { round, slice, slices });
      await this.warehouse.command(journeys.matchByPerson(names));
      await this.warehouse.command(journeys.findJourneys(names));
      await this.warehouse.command(journeys.addTombstones(names));
      await this.warehouse.command(writePathways(names));
      await heartbeat();
    }
    await this.stage.empty('referrals');
  }

  /** Grows the touched referrals to whole components; answers the round that holds them. */
  private async growComponent(): Promise<number> {
    const names = await this.stage.names();
    await this.stage.empty('component');
    await this.warehouse.command(journeys.startComponent(names));
    for (let round = 0; ; round++) {
      await this.warehouse.command(journeys.growComponent(names), { round });
      const [before, after] = await this.warehouse.query<{ nodes: number; labels: string }>(
        journeys.componentState(names),
        { round },
      );
      if (before?.nodes === after?.nodes && before?.labels === after?.labels) return round + 1;
    }
  }

  private async touchSlice(slice: number, slices: number): Promise<void> {
    const { stage } = await this.stage.names();
    const bound = (at: number): bigint => (2n ** 64n * BigInt(at)) / BigInt(slices);
    await this.stage.empty('touched');
    await this.warehouse.command(
      `INSERT INTO ${stage}.touched (provider, subject, node) SELECT DISTINCT provider, subject, node
       FROM ${this.generation}.events WHERE node BETWEEN {from:UInt64} AND {to:UInt64}`,
      { from: bound(slice), to: bound(slice + 1) - 1n },
    );
  }

  private async touchAll(): Promise<void> {
    const { stage } = await this.stage.names();
    await this.stage.empty('touched');
    await this.warehouse.command(
      `INSERT INTO ${stage}.touched (node) SELECT DISTINCT node FROM ${this.generation}.referrals`,
    );
  }

  private async count(what: string, table: string): Promise<number> {
    const [row] = await this.warehouse.query<{ n: number }>(
      `SELECT ${what} AS n FROM ${this.generation}.${table}`,
    );
    return row?.n ?? 0;
  }

  /** Every referral with events has been folded and has a row (or a tombstone): none was lost on the way. */
  private async checkComplete(): Promise<void> {
    const G = this.generation;
    const [row] = await this.warehouse.query<{ complete: boolean }>(
      `SELECT (SELECT uniqExact(node) FROM ${G}.events WHERE received <= {asOf:DateTime64(3)}) AS referrals,
         referrals = (SELECT uniqExact(node) FROM ${G}.referrals)
         AND referrals = (SELECT uniqExact(journey) FROM ${G}.pathways) AS complete`,
      { asOf: this.asOf },
    );
    if (!row?.complete) throw stageLost();
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

function stageLost(): WarehouseFault {
  return new WarehouseFault('the staging tables were emptied during the fold', 'STAGE_LOST', true);
}
