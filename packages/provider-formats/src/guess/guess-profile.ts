import type { CsvProfile } from '../csv/profile.js';
import { ACTIVITIES, mappedBy, OUTCOMES, SEXES } from './codes.js';
import { findColumns, formatOf, type Column, type Placed, type Role } from './find-columns.js';

/** What must be decided by a person, because no file says it. */
export type Question =
  'client' | 'referredOn' | 'sessionOn' | 'outcome' | 'activity' | 'activityProvider' | 'weekOne';

export interface Guess {
  /** A draft: it compiles, unless nothing can be made of the file; then absent. */
  profile?: CsvProfile;
  /** 0-1: how sure the least sure column that matters is. */
  confidence: number;
  placed: { column: string; as: Role | 'session'; confidence: number }[];
  /** Columns of which nothing is made: often rightly, as names are. */
  unplaced: string[];
  /** Values that stand for nothing known, by column: each needs a code. */
  unknownValues: { column: string; values: string[] }[];
  toConfirm: Question[];
}

export interface GuessOptions {
  name: string;
  /** The provider's own name among activity providers. */
  activityProvider?: string;
  today?: string;
}

const WIDE_MIN = 3;
const MADE = { header: 'Session', cell: 'Attended' };

/** Guesses from headers and some rows how a table becomes events. It decides nothing: a person looks at the rows that it makes. */
export function guessProfile(
  headers: readonly string[],
  sampleRows: readonly (readonly string[])[],
  options: GuessOptions,
): Guess {
  const columns = headers.map((name, at) => ({
    name: name.trim(),
    values: sampleRows.map((row) => row[at] ?? ''),
  }));
  const named = columns.filter(({ name }) => name !== '');
  const wide = wideColumns(named, options);
  const found = findColumns(named.filter((column) => !wide?.columns.includes(column)));
  if (wide) for (const role of ['sessionOn', 'outcome'] as const) found.delete(role);
  const draft = new Draft(found, wide, options);
  const profile = draft.profile();
  const placed: Guess['placed'] = [...found].map(([as, { column, confidence }]) => ({
    column: column.name,
    as,
    confidence,
  }));
  placed.push(
    ...(wide?.columns ?? []).map(({ name }) => ({ column: name, as: 'session' as const, confidence: 0.9 })),
  );
  const places = new Set(placed.map(({ column }) => column));
  return {
    ...(profile && { profile }),
    confidence: profile ? Math.min(...placed.map(({ confidence }) => confidence)) : 0,
    placed,
    unplaced: named.map(({ name }) => name).filter((name) => !places.has(name)),
    unknownValues: draft.unknownValues,
    toConfirm: draft.toConfirm,
  };
}

interface Wide {
  columns: Column[];
  by: NonNullable<CsvProfile['unpivot']>['columns'];
}

/** The columns of a register that stand side by side, one a session: named by their dates, or by numbered weeks. */
function wideColumns(columns: readonly Column[], { today }: GuessOptions): Wide | undefined {
  const dated = columns.filter(({ name }) => formatOf([name]) !== undefined);
  const format = formatOf(dated.map(({ name }) => name));
  if (dated.length >= WIDE_MIN && format !== undefined) return { columns: dated, by: { date: format } };
  const weekly = columns.filter(({ name }) => /^(week|wk|session) ?\d+$/i.test(name));
  if (weekly.length < WIDE_MIN) return undefined;
  const like = (weekly[0]?.name ?? '').replace(/\d+$/, '#');
  return { columns: weekly, by: { like, weekOne: today ?? new Date().toISOString().slice(0, 10) } };
}

class Draft {
  readonly unknownValues: Guess['unknownValues'] = [];
  readonly toConfirm: Question[] = [];

  constructor(
    private readonly found: ReadonlyMap<Role, Placed>,
    private readonly wide: Wide | undefined,
    private readonly options: GuessOptions,
  ) {}

  profile(): CsvProfile | undefined {
    const person = this.name('client') ?? this.name('nhsNumber');
    if (person === undefined) {
      this.toConfirm.push('client');
      return undefined;
    }
    const events = { ...this.referral(person), ...this.sessions(person) };
    if (Object.keys(events).length === 0) return undefined;
    return {
      waymarkProfile: 1,
      name: this.options.name,
      ...(this.wide && { unpivot: { columns: this.wide.by, ...MADE } }),
      subject: { column: person, pseudonym: 'client' },
      events,
    };
  }

  private referral(person: string): CsvProfile['events'] {
    const time = this.date('referredOn', 'instant');
    if (!time) {
      this.toConfirm.push('referredOn');
      return {};
    }
    const nhs = this.name('nhsNumber');
    const named = (role: Role, more: object = {}): object | undefined => {
      const column = this.name(role);
      return column === undefined ? undefined : { column, ...more };
    };
    const postcode = named('postcode');
    const data = {
      person: {
        ...(nhs === undefined
          ? { id: { column: person, pseudonym: 'client' } }
          : { nhsNumber: { column: nhs } }),
        ...(postcode && { postcode }),
      },
      practice: named('practice'),
      ageBand: named('age', { ageBand: true }),
      sex: this.coded('sex', SEXES),
    };
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    return { referral: { type: 'referral.received', id: [person], time, data: given } };
  }

  private sessions(person: string): CsvProfile['events'] {
    const sessionOn = this.wide ? MADE.header : this.name('sessionOn');
    const startsAt = this.wide ? { column: MADE.header, instant: 'iso' } : this.date('sessionOn', 'instant');
    if (sessionOn === undefined || !startsAt) {
      this.toConfirm.push('sessionOn');
      return {};
    }
    if (this.wide?.by.weekOne !== undefined) this.toConfirm.push('weekOne');
    this.toConfirm.push('activityProvider');
    const id = [person, sessionOn];
    const bookingId = { columns: id, pseudonym: 'session' };
    const booking = {
      type: 'booking.made',
      id,
      time: this.date('bookedOn', 'instant') ?? startsAt,
      data: {
        bookingId,
        activityProvider: this.options.activityProvider ?? 'own-service',
        activity: this.activity(),
        startsAt,
      },
    };
    const outcome = this.outcome();
    if (!outcome) this.toConfirm.push('outcome');
    return {
      booking,
      ...(outcome && {
        attendance: { type: 'attendance.recorded', id, time: startsAt, data: { bookingId, outcome } },
      }),
    };
  }

  private activity(): unknown {
    const coded = this.coded('activity', ACTIVITIES, 'other');
    if (!coded) this.toConfirm.push('activity');
    return coded ?? 'other';
  }

  private outcome(): object | undefined {
    if (!this.wide) return this.coded('outcome', OUTCOMES);
    const values = this.wide.columns.flatMap((column) => column.values);
    return this.mapOf(MADE.cell, OUTCOMES, values);
  }

  private coded(role: Role, words: typeof SEXES, otherwise?: string): object | undefined {
    const column = this.found.get(role)?.column;
    return column && this.mapOf(column.name, words, column.values, otherwise);
  }

  private mapOf(
    column: string,
    words: typeof SEXES,
    values: readonly string[],
    otherwise?: string,
  ): object | undefined {
    const { map, unknown } = mappedBy(words, values);
    if (unknown.length > 0) this.unknownValues.push({ column, values: unknown });
    if (Object.keys(map).length === 0) return undefined;
    return { column, map, ...(otherwise !== undefined && { otherwise }) };
  }

  private date(role: Role, as: 'instant'): object | undefined {
    const column = this.found.get(role)?.column;
    const format = column && formatOf(column.values);
    return format === undefined ? undefined : { column: column?.name, [as]: format };
  }

  private name(role: Role): string | undefined {
    return this.found.get(role)?.column.name;
  }
}
