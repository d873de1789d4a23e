import { answeredWithin, LogUnavailable, TOPICS, type EventLog, type LogHealth } from '@waymark/event-log';
import type { InFlight } from '@waymark/ingest-api';
import type { StatusNow } from '@waymark/portal-api';
import type {
  AnsweringGeneration,
  AnsweringTables,
  Pipeline,
  Rebuilds,
  Shown,
  ShownWatch,
} from '@waymark/processor';
import { Problem, type PartReady, type Registry } from '@waymark/service';
import { countLetters, WarehouseFault, type Warehouse, type WarehouseHealth } from '@waymark/warehouse';
import { partsBehind, type Seen } from './behind.js';

/** A part that says nothing for so long does not answer. */
const PATIENCE_MS = 10_000;

export interface HealthParts {
  log: EventLog;
  registry?: Pick<Registry, 'health'>;
  /** Of a process with tables. */
  tables?: { warehouse: Warehouse; answering: AnsweringGeneration; shown: ShownWatch } | undefined;
  pipeline?: Pipeline | undefined;
  rebuilds?: Rebuilds | undefined;
  inFlight?: InFlight | undefined;
}

/** One look, with what the metrics tell beside. */
export interface Look extends Seen {
  /** Next offsets of the log, added up. */
  records?: number;
  generation?: number;
}

/**
 * How the parts of this process are. Whatever is away or hangs, it answers: with what it saw last of the tables, and
 * without what it cannot know.
 */
export class Health {
  private looking: Promise<Look> | undefined;
  private tables: AnsweringTables | undefined;
  private shown: Shown | undefined;
  private readonly faultSince = new Map<string, number>();

  constructor(
    private readonly parts: HealthParts,
    private readonly patienceMs = PATIENCE_MS,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Those who ask at the same time share one look. */
  look(): Promise<Look> {
    this.looking ??= this.lookNow().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** @throws {Problem} 503 when nothing was ever known of the tables. */
  async status(): Promise<StatusNow> {
    const look = await this.look();
    const { log, warehouse, shown, generation } = look;
    if (!warehouse || !shown || generation === undefined) {
      const detail = 'Neither the log nor the tables have told yet how far they are. Ask again.';
      throw new Problem(503, 'status_unknown', detail, { headers: { 'retry-after': '5' } });
    }
    return { ...shown, generation, log, warehouse, behind: this.behindOf(look) };
  }

  /** Each part's verdict, as `/health/ready` tells it. One that is merely late is ready, and says how late. */
  async ready(): Promise<Record<string, PartReady>> {
    const look = await this.look();
    const { log, registry, warehouse, pipeline } = look;
    const verdicts = new Map<string, PartReady>([['log', { ready: log.writable }]]);
    // Another process may know of keys revoked since: it is the one to be asked.
    if (registry) verdicts.set('registry', { ready: registry.current });
    if (warehouse) verdicts.set('warehouse', { ready: warehouse.answers });
    if (pipeline) verdicts.set('processor', { ready: pipeline.state === 'running', detail: pipeline.state });
    for (const { part, fault, records, seconds, since } of this.behindOf(look)) {
      const verdict = verdicts.get(part) ?? { ready: true };
      verdicts.set(part, {
        ...verdict,
        ...(fault !== undefined && { detail: fault }),
        ...(records !== undefined && { records }),
        ...(seconds !== undefined && { seconds }),
        ...(since !== undefined && { since }),
      });
    }
    return Object.fromEntries(verdicts);
  }

  /** Records that cannot be understood; undefined while the tables cannot be read. */
  async deadLetters(): Promise<number | undefined> {
    await this.look();
    const database = this.tables?.generation.database;
    if (database === undefined) return undefined;
    const { warehouse } = this.parts.tables ?? {};
    return warehouse && this.told('the warehouse', countLetters(warehouse, database, {}));
  }

  private behindOf(look: Look): StatusNow['behind'] {
    return partsBehind(look, (part, atFault) => {
      if (!atFault) this.faultSince.delete(part);
      else if (!this.faultSince.has(part)) this.faultSince.set(part, look.at);
      return this.faultSince.get(part);
    });
  }

  private async lookNow(): Promise<Look> {
    const { registry, tables, pipeline, rebuilds, inFlight } = this.parts;
    const [log, warehouse, known] = await Promise.all([
      this.logHealth(),
      tables && this.warehouseHealth(tables.warehouse),
      this.known(),
    ]);
    return {
      ...{ at: this.clock(), log },
      ...known,
      ...(registry && { registry: registry.health() }),
      ...(warehouse && { warehouse }),
      ...(pipeline && { pipeline: pipeline.health() }),
      ...(rebuilds && { rebuild: rebuilds.state() }),
      ...(inFlight && { inFlight: { bytes: inFlight.bytes, refusedAt: inFlight.refusedAt } }),
    };
  }

  private async logHealth(): Promise<LogHealth> {
    const { log } = this.parts;
    const health = await this.told('the log', log.health());
    return health ?? { kind: log.kind, writable: false, fault: 'no answer' };
  }

  private async warehouseHealth(warehouse: Warehouse): Promise<WarehouseHealth> {
    const health = await this.told('the warehouse', warehouse.health());
    return health ?? { kind: warehouse.kind, answers: false, fault: 'no answer' };
  }

  /** How far log and tables are, or were when last they told. */
  private async known(): Promise<Pick<Look, 'shown' | 'records' | 'generation'>> {
    const { log, tables } = this.parts;
    if (!tables) {
      const ends = await this.told('the log', log.ends(TOPICS.events.name));
      return ends ? { records: sum(ends) } : {};
    }
    this.tables = (await this.told('the warehouse', tables.answering.tables())) ?? this.tables;
    if (!this.tables) return {};
    this.shown = (await this.told('the log', tables.shown.look(this.tables.progress))) ?? this.shown;
    const generation = this.tables.generation.id;
    if (!this.shown) return { generation };
    return { generation, shown: this.shown, records: sum(this.shown.position) + this.shown.lag };
  }

  /** What was told; undefined after a fault that may pass, or when nothing is said for too long. */
  private async told<T>(whom: string, telling: Promise<T>): Promise<T | undefined> {
    try {
      return await answeredWithin(this.patienceMs, whom, telling);
    } catch (fault) {
      if (fault instanceof LogUnavailable || fault instanceof WarehouseFault) return undefined;
      throw fault;
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
