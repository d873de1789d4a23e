import { randomBytes } from 'node:crypto';
import type { Warehouse } from '../warehouse.js';
import type { Databases } from './fold-referrals.js';

const TABLES = {
  touched: `(provider String, subject String, node UInt64 DEFAULT sipHash64(provider, subject))`,
  events: `(
    node UInt64, provider String, subject String, position UInt64, eid UInt128, revision UInt32,
    type Enum8('received' = 1, 'accepted' = 2, 'declined' = 3, 'contact' = 4, 'assigned' = 5, 'programme' = 6,
      'made' = 7, 'rescheduled' = 8, 'cancelled' = 9, 'attendance' = 10, 'measure' = 11, 'closed' = 12, 'voided' = 13),
    target UInt128, ordered Int64, time Int64,
    person_id String, person_nhs String, kind String, part_of UInt64,
    practice String, lsoa String, icb String, age_band String, sex String, ethnicity String, route String,
    reasons Array(String), activity_based Nullable(Bool),
    role String, by String, reason String, outcome String, activity_provider String, activity String, booking String, starts Int64,
    mode String, minutes Nullable(UInt16), actions Array(String), barriers Array(String),
    planned_sessions Nullable(UInt16), planned_weeks Nullable(UInt16),
    instrument String, stage String, scores Array(Tuple(String, Float64)))`,
  superseded: `(position UInt64)`,
  voided: `(node UInt64, eid UInt128)`,
  component: `(node UInt64, label UInt64, round UInt32)`,
  matches: `(node UInt64, initial UInt64)`,
  journeys: `(node UInt64, label UInt64, key UInt64, ref UInt32, part_of_broken UInt8, is_deleted UInt8)`,
} as const;
export type StageTable = keyof typeof TABLES | 'referrals';

const PREFIX = 'waymark_stage_';
/**
 * A staging database older than this belongs to a process that died; a living one takes a new name long before. Hours lie between,
 * for the longest fold and for clocks that differ; no more than that, because one that dies again and again leaves many.
 */
const ABANDONED_AFTER_MS = 6 * 3_600_000;
const RENEWED_AFTER_MS = 3_600_000;

/**
 * The staging tables of one projecting instance, in memory, in a database of its own, so that several processors can
 * share one warehouse.
 */
export class Stage {
  private openedAt = 0;
  private database: string | undefined;

  constructor(
    private readonly warehouse: Warehouse,
    private readonly generation: string,
  ) {}

  /** To be called before a fold, never in the middle of one: a name that has grown old is given up for a new one. */
  async renew(): Promise<void> {
    if (Date.now() - this.openedAt > RENEWED_AFTER_MS) await this.drop();
  }

  /** Names for the statements, after making sure that the tables are there. */
  async names(): Promise<Omit<Databases, 'raw'>> {
    this.database ??= await this.create();
    return { stage: this.database, generation: this.generation };
  }

  async empty(...tables: StageTable[]): Promise<void> {
    const { stage } = await this.names();
    for (const table of tables) await this.warehouse.command(`TRUNCATE TABLE ${stage}.${table}`);
  }

  /** Lets go of the tables; the next use makes new ones. */
  async drop(): Promise<void> {
    const { database } = this;
    this.database = undefined;
    if (database !== undefined) await this.warehouse.command(`DROP DATABASE IF EXISTS ${database} SYNC`);
  }

  private async create(): Promise<string> {
    await this.sweep();
    const now = Date.now();
    const database = `${PREFIX}${now}_${randomBytes(4).toString('hex')}`;
    await this.warehouse.command(`CREATE DATABASE ${database}`);
    for (const [table, columns] of Object.entries(TABLES)) {
      await this.warehouse.command(`CREATE TABLE ${database}.${table} ${columns} ENGINE = Memory`);
    }
    await this.warehouse.command(
      `CREATE TABLE ${database}.referrals ENGINE = Memory EMPTY AS
       SELECT toUInt64(0) AS label, * FROM ${this.generation}.referrals`,
    );
    this.openedAt = now;
    return database;
  }

  private async sweep(): Promise<void> {
    const rows = await this.warehouse.query<{ name: string }>(
      'SELECT name FROM system.databases WHERE startsWith(name, {prefix:String})',
      { prefix: PREFIX },
    );
    for (const { name } of rows) {
      const madeAt = Number(/^waymark_stage_(\d+)_[0-9a-f]+$/.exec(name)?.[1] ?? Number.NaN);
      if (Date.now() - madeAt > ABANDONED_AFTER_MS) {
        await this.warehouse.command(`DROP DATABASE IF EXISTS ${name} SYNC`);
      }
    }
  }
}
