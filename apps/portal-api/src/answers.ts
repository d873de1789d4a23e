import { isDeepStrictEqual } from 'node:util';
import { Problem, type Registry } from '@waymark/service';
import {
  countResolved,
  listEditions,
  StillPreparing,
  WarehouseFault,
  type CohortQuestion,
  type EditionSummary,
  type FrozenTables,
  type Warehouse,
} from '@waymark/warehouse';
import type { Access } from './access.js';
import { judgedAt, type Judged } from './as-of.js';
import type { Asked } from './asked.js';
import type { DataCall, Made } from './data-call.js';
import { leavesUnlisted, UNLISTED_NOTE } from './base-cells/leaves-unlisted.js';
import { editionNotes } from './edition-notes.js';
import { etagOf } from './etag.js';
import { Moment, Moments } from './moments.js';
import { namesOfPlaces } from './place-names.js';
import type { Envelope } from './schemas.js';
import type { ShownState } from './status.js';

export interface Answered<Body extends object> {
  etag: string;
  asOf: string;
  /** Undefined: the caller's copy still holds. */
  answer: (Envelope & Body) | undefined;
}

/** One look at what is shown: an answer is made from it, and holds if it is the same afterwards. */
interface Look extends Judged {
  shown: ShownState;
  edition: EditionSummary | undefined;
  /** Records understood since, by a replay: it changes the tables at a position long shown. */
  replayed: number;
  /** What was worked out of these tables. */
  moment: Moment;
}

/** Asked again this often when the tables moved while they were read; then the answer says that they did. */
const LOOKS_MAX = 2;

/** Something asked, by whom, and whether they already have the answer of an entity tag. */
interface Exchange<Body extends object> {
  call: DataCall<Body>;
  access: Access;
  holds: (etag: string) => boolean;
}

export interface AnswersParts {
  warehouse: Warehouse;
  registry: Registry;
  status: () => Promise<ShownState>;
  /** Where the log of events ends now, by partition. */
  ends: () => Promise<number[]>;
  /** Version of the program. */
  build: string;
  /** Tables of past instants. */
  frozen: FrozenTables;
}

/** Answers calls for data: from which tables, as of when, and what an answer says of itself. */
export class Answers {
  private readonly moments = new Moments();

  constructor(private readonly parts: AnswersParts) {}

  /** Told by Nest when the program ends. */
  async onModuleDestroy(): Promise<void> {
    await this.parts.frozen.close();
  }

  /**
   * @param holds whether the caller already has the answer of an entity tag
   * @throws {Problem} 409 and 503 as in `judgedAt`, 404 unknown_edition, 503 when the warehouse does not answer.
   */
  async answer<Body extends object>(
    call: DataCall<Body>,
    access: Access,
    holds: (etag: string) => boolean,
  ): Promise<Answered<Body> | StillPreparing> {
    try {
      return await this.withNames(call, await this.answerOnce({ call, access, holds }, LOOKS_MAX));
    } catch (fault) {
      if (!(fault instanceof WarehouseFault && fault.retryable)) throw fault;
      const detail = 'The tables cannot be read now; no record is lost by it. Ask again.';
      throw new Problem(503, 'warehouse_unavailable', detail, { headers: { 'retry-after': '5' } });
    }
  }

  private async withNames<Body extends object>(
    call: DataCall<Body>,
    answered: Answered<Body> | StillPreparing,
  ): Promise<Answered<Body> | StillPreparing> {
    if (answered instanceof StillPreparing || !answered.answer) return answered;
    const names = await namesOfPlaces(this.parts.warehouse, call, answered.answer);
    return names ? { ...answered, answer: { ...answered.answer, names } } : answered;
  }

  private async answerOnce<Body extends object>(
    exchange: Exchange<Body>,
    looksLeft: number,
  ): Promise<Answered<Body> | StillPreparing> {
    const { call, holds } = exchange;
    const look = await this.look(call.asked);
    if (!look.fromLatest) return this.answerFrozen(exchange, look);
    const etag = this.etagOf(exchange, look);
    const asOf = new Date(look.asOf).toISOString();
    if (look.shown.lag === 0 && holds(etag)) return { etag, asOf, answer: undefined };
    const made = await this.made(look.generation, exchange, look);
    const ends = await this.parts.ends();
    if (isSettled(look, ends)) return { etag, asOf, answer: this.composed(exchange, look, made) };
    if (looksLeft > 1) return this.answerOnce(exchange, looksLeft - 1);
    if (call.asked.asOf !== undefined) return this.answerFrozen(exchange, look);
    const settling = { lag: sum(ends) - sum(look.shown.position) };
    return { etag, asOf, answer: this.composed(exchange, look, made, settling) };
  }

  /** From the tables of the instant, which nothing that arrives can change. */
  private async answerFrozen<Body extends object>(
    exchange: Exchange<Body>,
    latest: Look,
  ): Promise<Answered<Body> | StillPreparing> {
    return this.parts.frozen.answer(latest.generation, latest.asOf, async ({ database, position: then }) => {
      const position = latest.shown.position.map((_, partition) => then.get(partition)?.nextOffset ?? 0);
      const moment = this.moments.of({ database }, latest.asOf);
      const look = { ...latest, shown: { ...latest.shown, position }, moment };
      const etag = this.etagOf(exchange, look);
      const asOf = new Date(look.asOf).toISOString();
      if (exchange.holds(etag)) return { etag, asOf, answer: undefined };
      const made = await this.made({ database }, exchange, look);
      return { etag, asOf, answer: this.composed(exchange, look, made) };
    });
  }

  private async made<Body extends object>(
    tables: { database: string },
    { call, access }: Exchange<Body>,
    look: Look,
  ): Promise<Made<Body>> {
    const question = questionOf(call.asked, look, this.parts.registry);
    const { database } = look.generation;
    const { moment } = look;
    const basis = {
      ...access,
      warehouse: this.parts.warehouse,
      tables,
      live: { database },
      question,
      moment,
    };
    const made = await call.compute(basis);
    const ofEdition = await editionNotes(this.parts.warehouse, look.edition, call);
    return { ...made, notes: [...(made.notes ?? []), ...ofEdition] };
  }

  private async look(asked: Asked): Promise<Look> {
    const shown = await this.parts.status();
    const judged = await judgedAt(this.parts.warehouse, shown, asked.asOf);
    const editions = await listEditions(this.parts.warehouse);
    // An instant knows only what was loaded by then.
    const known = editions.filter(({ loadedAt }) => loadedAt <= judged.asOf);
    const edition = asked.editions === undefined ? known[0] : pinned(known, asked.editions);
    const replayed = await countResolved(this.parts.warehouse, judged.generation.database);
    const moment = this.momentOf(asked, shown, judged, { replayed, editions: known.map(({ id }) => id) });
    return { shown, ...judged, asOf: moment.asOf, edition, replayed, moment };
  }

  /** Of tables that move while they are read nothing is kept. */
  private momentOf(asked: Asked, shown: ShownState, judged: Judged, more: object): Moment {
    const { asOf, generation, fromLatest } = judged;
    if (!fromLatest || shown.lag > 0) return new Moment(asOf);
    const at = asked.asOf === undefined ? { minute: Math.floor(asOf / 60_000) } : { asOf };
    return this.moments.of({ generation: generation.id, position: shown.position, ...more, ...at }, asOf);
  }

  private etagOf<Body extends object>(
    { call, access }: Exchange<Body>,
    { shown, generation, edition, asOf, replayed }: Look,
  ): string {
    return etagOf({
      ...{ call: call.name, own: call.own, question: call.asked, access, build: this.parts.build },
      ...{ generation: generation.id, position: shown.position, edition: edition?.id },
      ...{ feeds: feedsOf(this.parts.registry), replayed, minute: Math.floor(asOf / 60_000) },
    });
  }

  private composed<Body extends object>(
    { call, access }: Exchange<Body>,
    { asOf, edition, shown }: Look,
    { body, excluded, notes = [] }: Made<Body>,
    settling?: Envelope['settling'],
  ): Envelope & Body {
    const { filters, from, to, boundaries, areas, unit, panel, gap } = call.asked;
    const unlisted = leavesUnlisted(call.asked, access);
    const all = unlisted ? [...notes, UNLISTED_NOTE] : notes;
    return {
      filters: { ...copied(filters), ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
      ...{ asOf: new Date(asOf).toISOString(), position: shown.position },
      ...{ boundaries, areas, ...(unit && { per: unit }), ...(panel && { panel }) },
      ...(gap !== undefined && { gap }),
      ...{ scope: scopeShown(access.scope), profile: access.profile },
      editions: edition ? [{ id: edition.id, label: edition.label, synthetic: edition.synthetic }] : [],
      ...{ build: this.parts.build, excluded: { ...excluded } },
      ...(settling && { settling }),
      ...(unlisted && { unlisted }),
      ...(all.length > 0 && { notes: [...all] }),
      ...body,
    };
  }
}

/** @throws {Problem} 404: it is not there, or was not at that instant. */
function pinned(known: readonly EditionSummary[], id: string): EditionSummary {
  const edition = known.find((each) => each.id === id);
  if (edition) return edition;
  const detail =
    'No reference edition of this id was loaded by that instant; `allowed` lists those that were.';
  throw new Problem(404, 'unknown_edition', detail, { allowed: known.map((each) => each.id) });
}

/** The common part of a question as the warehouse takes it. */
function questionOf(asked: Asked, { asOf, edition }: Look, registry: Registry): CohortQuestion {
  const { editions: _, profile: __, of: ___, ...rest } = asked;
  return { ...rest, asOf, edition: edition?.id, feeds: feedsOf(registry) };
}

/** Providers whose feeds have a beginning or an end. */
function feedsOf(registry: Registry): NonNullable<CohortQuestion['feeds']> {
  const ends = registry.providers().map(({ id, completeFrom, completeTo }) => {
    const dates = { ...(completeFrom && { completeFrom }), ...(completeTo && { completeTo }) };
    return [id, dates] as const;
  });
  return Object.fromEntries(ends.filter(([, dates]) => Object.keys(dates).length > 0));
}

/**
 * A batch shows its rows before its progress. So an answer is exactly of a position when nothing was on its way before
 * and nothing has come since.
 */
function isSettled({ shown }: Look, ends: readonly number[]): boolean {
  return shown.lag === 0 && isDeepStrictEqual(shown.position, ends);
}

function sum(offsets: readonly number[]): number {
  return offsets.reduce((total, offset) => total + offset, 0);
}

function copied(filters: Asked['filters']): Envelope['filters'] {
  return Object.fromEntries(Object.entries(filters).map(([name, codes]) => [name, [...codes]]));
}

function scopeShown(scope: Access['scope']): Envelope['scope'] {
  switch (scope.kind) {
    case 'everything':
      return { kind: scope.kind };
    case 'boards':
      return { kind: scope.kind, boards: [...scope.boards] };
    case 'providers':
      return { kind: scope.kind, providers: [...scope.providers] };
  }
}
