import { isDeepStrictEqual } from 'node:util';
import { controlledCount } from '@waymark/disclosure';
import { ROLE_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { Problem } from '@waymark/service';
import {
  countMeasure,
  countResolved,
  listEditions,
  StillPreparing,
  WarehouseFault,
  type CountedAnswer,
  type EditionSummary,
  type FrozenTables,
  type Warehouse,
} from '@waymark/warehouse';
import type { Access } from './access.js';
import { judgedAt, type Judged } from './as-of.js';
import type { Asked } from './asked.js';
import { etagOf } from './etag.js';
import { answerRow } from './rows.js';
import type { MeasureAnswer, Row } from './schemas.js';
import type { ShownState } from './status.js';

export interface Answered {
  etag: string;
  asOf: string;
  /** Undefined: the caller's copy still holds. */
  answer: MeasureAnswer | undefined;
}

/** One look at what is shown: an answer is made from it, and holds if it is the same afterwards. */
interface Look extends Judged {
  shown: ShownState;
  edition: EditionSummary | undefined;
  /** Records understood since, by a replay: it changes the tables at a position long shown. */
  replayed: number;
}

/** Asked again this often when the tables moved while they were read; then the answer says that they did. */
const LOOKS_MAX = 2;

/** Answers measures: tables, scope and disclosure control put together. */
export class MeasureAnswers {
  constructor(
    private readonly warehouse: Warehouse,
    private readonly status: () => Promise<ShownState>,
    private readonly build: string,
    private readonly frozen: FrozenTables,
  ) {}

  /** Told by Nest when the program ends. */
  async onModuleDestroy(): Promise<void> {
    await this.frozen.close();
  }

  /**
   * @param holds whether the caller already has the answer of an entity tag
   * @throws {Problem} 409 and 503 as in `judgedAt`, 503 when the warehouse does not answer.
   */
  async answer(
    asked: Asked,
    access: Access,
    holds: (etag: string) => boolean,
  ): Promise<Answered | StillPreparing> {
    try {
      return await this.answerOnce(asked, access, holds, LOOKS_MAX);
    } catch (fault) {
      if (!(fault instanceof WarehouseFault && fault.retryable)) throw fault;
      const detail = 'The tables cannot be read now; no record is lost by it. Ask again.';
      throw new Problem(503, 'warehouse_unavailable', detail, { headers: { 'retry-after': '5' } });
    }
  }

  private async answerOnce(
    asked: Asked,
    access: Access,
    holds: (etag: string) => boolean,
    looksLeft: number,
  ): Promise<Answered | StillPreparing> {
    const look = await this.look(asked);
    if (!look.fromLatest) return this.answerFrozen(asked, access, holds, look);
    const etag = this.etagOf(asked, access, look);
    const asOf = new Date(look.asOf).toISOString();
    if (look.shown.lag === 0 && holds(etag)) return { etag, asOf, answer: undefined };
    const counted = await this.counted(look.generation, asked, access, look);
    const after = await this.status();
    if (isSettled(look, after)) return { etag, asOf, answer: this.composed(asked, access, look, counted) };
    if (looksLeft > 1) return this.answerOnce(asked, access, holds, looksLeft - 1);
    if (asked.asOf !== undefined) return this.answerFrozen(asked, access, holds, look);
    const settling = { lag: recordsSince(look.shown, after) };
    return { etag, asOf, answer: this.composed(asked, access, look, counted, settling) };
  }

  /** From the tables of the instant, which nothing that arrives can change. */
  private async answerFrozen(
    asked: Asked,
    access: Access,
    holds: (etag: string) => boolean,
    latest: Look,
  ): Promise<Answered | StillPreparing> {
    return this.frozen.answer(latest.generation, latest.asOf, async ({ database, position: then }) => {
      const position = latest.shown.position.map((_, partition) => then.get(partition)?.nextOffset ?? 0);
      const look = { ...latest, shown: { ...latest.shown, position } };
      const etag = this.etagOf(asked, access, look);
      const asOf = new Date(look.asOf).toISOString();
      if (holds(etag)) return { etag, asOf, answer: undefined };
      const counted = await this.counted({ database }, asked, access, look);
      return { etag, asOf, answer: this.composed(asked, access, look, counted) };
    });
  }

  private counted(
    tables: { database: string },
    asked: Asked,
    { scope }: Access,
    { asOf, edition }: Look,
  ): Promise<CountedAnswer> {
    return countMeasure(this.warehouse, tables, { ...asked, asOf, edition: edition?.id }, scope);
  }

  private async look(asked: Asked): Promise<Look> {
    const shown = await this.status();
    const judged = await judgedAt(this.warehouse, shown, asked.asOf);
    const editions = await listEditions(this.warehouse);
    // An instant knows only what was loaded by then.
    const edition = editions.find(({ loadedAt }) => loadedAt <= judged.asOf);
    const replayed = await countResolved(this.warehouse, judged.generation.database);
    return { shown, ...judged, edition, replayed };
  }

  private etagOf(asked: Asked, access: Access, { shown, generation, edition, asOf, replayed }: Look): string {
    const { measure, ...question } = asked;
    return etagOf({
      ...{ measure: measure.id, version: measure.version, question, access, build: this.build },
      ...{ generation: generation.id, position: shown.position, edition: edition?.id },
      ...{ replayed, minute: Math.floor(asOf / 60_000) },
    });
  }

  private composed(
    asked: Asked,
    access: Access,
    look: Look,
    counted: CountedAnswer,
    settling?: MeasureAnswer['settling'],
  ): MeasureAnswer {
    const { measure, by, filters, from, to, boundaries, areas } = asked;
    const { profile, level, scope } = access;
    const { asOf, edition } = look;
    // Many sessions may be of one person, and how many people are behind those left out is not counted: as if it were one.
    const people = (count: number): number => (measure.counting.over === 'sessions' ? 1 : count);
    const excluded = Object.entries(counted.excluded).map(
      ([why, count]) => [why, controlledCount(count, people(count), profile, level)] as const,
    );
    const rows = counted.rows.map((row) => answerRow(row, { measure, by, profile, level, asOf }));
    const notes = notesOf(by);
    return {
      ...{ measure: measure.id, version: measure.version, unit: measure.unit },
      filters: { ...copied(filters), ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
      ...{ asOf: new Date(asOf).toISOString(), position: look.shown.position },
      ...{ boundaries, areas, scope: scopeShown(scope), profile },
      editions: edition ? [{ id: edition.id, label: edition.label, synthetic: edition.synthetic }] : [],
      ...{ build: this.build, excluded: Object.fromEntries(excluded) },
      ...(settling && { settling }),
      ...(notes.length > 0 && { notes }),
      rows: rows.filter((row): row is Row => row !== undefined),
    };
  }
}

/**
 * A batch shows its rows before its progress. So an answer is exactly of a position when nothing was on its way before
 * and nothing has come since.
 */
function isSettled({ shown, generation }: Look, after: ShownState): boolean {
  return (
    shown.lag === 0 &&
    generation.id === shown.generation &&
    generation.id === after.generation &&
    isDeepStrictEqual(shown.position, after.position) &&
    after.lag === 0
  );
}

/** Records of the log beyond the position that an answer tells. */
function recordsSince(shown: ShownState, after: ShownState): number {
  const sum = (position: readonly number[]): number => position.reduce((total, offset) => total + offset, 0);
  return Math.max(0, sum(after.position) + after.lag - sum(shown.position));
}

function notesOf(by: readonly Breakdown[]): string[] {
  const byRole = (ROLE_BREAKDOWNS as readonly Breakdown[]).some((breakdown) => by.includes(breakdown));
  return [
    ...(byRole
      ? [
          'Differences between roles are an association, not the effect of a role: who meets which role is not by chance.',
        ]
      : []),
    ...(by.includes('reason')
      ? ['A referral with two reasons counts in both rows: rows are not to be summed.']
      : []),
  ];
}

function copied(filters: Asked['filters']): MeasureAnswer['filters'] {
  return Object.fromEntries(Object.entries(filters).map(([name, codes]) => [name, [...codes]]));
}

function scopeShown(scope: Access['scope']): MeasureAnswer['scope'] {
  switch (scope.kind) {
    case 'everything':
      return { kind: scope.kind };
    case 'boards':
      return { kind: scope.kind, boards: [...scope.boards] };
    case 'providers':
      return { kind: scope.kind, providers: [...scope.providers] };
  }
}
