import type { Random } from '../../../../portal-api/src/testing/random.js';
import type { Asker } from './asking.js';
import { KnownCounts, type Parts, type SeenGroup, type Worked } from './known-counts.js';
import { monthsIn, TIMES } from './periods.js';
import { sharpened } from './seen-rows.js';
import { countsLeftOut, type Answer, type Reading } from './seen-answers.js';

/** A call, as somebody asks it who wants to know what it withholds. */
export interface AttackedCall {
  path: string;
  params?: Readonly<Record<string, string>>;
  readings: readonly Reading[];
  /** What people are divided by. */
  dimensions: readonly string[];
  /** Periods that it may be broken down by. */
  times: readonly string[];
  /** The parameter that takes breakdowns; absent: `by`. */
  byName?: string;
  /** The parameter that takes a breakdown by time; `by` where it is as any other. */
  timesBy?: string;
  /** Whether it takes several breakdowns at once. */
  byPairs?: boolean;
}

/** What a range is made up of. */
const RANGE = [
  { name: 'month', code: '2024-12' },
  { name: 'year', code: '2025' },
  { name: 'quarter', code: '2026-Q1' },
];

type Codes = Readonly<Record<string, string>>;

/** Somebody who is told exact counts, and by what more of the same people. */
export interface Exactly {
  asker: Asker;
  more: Codes;
}

interface Asked {
  shown: Answer;
  exact?: Answer;
}

/** Asks one call by every breakdown alone, by some pairs of them, codes together and ranges, and takes every answer in. */
export class CallAttack {
  /** What is known, by the call's readings. */
  private readonly known: readonly KnownCounts[];
  /** What is known of those left out, by why. */
  private readonly leftOut = new KnownCounts(() => []);
  private readonly codes = new Map<string, string[]>();

  /** @param exactly who tells the counts that are shown as they are, rounding worn off; absent: they stay rounded */
  constructor(
    private readonly call: AttackedCall,
    private readonly asker: Asker,
    private readonly exactly?: Exactly,
  ) {
    this.known = call.readings.map(({ relations, isUnlisted }) => new KnownCounts(relations, isUnlisted));
  }

  /**
   * By nothing, by each breakdown alone, and by each period.
   * @returns what follows, by the call's readings
   */
  async alone(): Promise<Worked[]> {
    for (const time of this.overTime) {
      for (const name of [[], ...this.call.dimensions.map((one) => [one])])
        await this.table([...name, ...time]);
    }
    if (this.call.timesBy === undefined) for (const time of this.call.times) await this.table([time]);
    return this.worked();
  }

  /**
   * By some pairs of breakdowns: by the one, with a filter of each code of the other; then of several codes together. Besides, a
   * range of months.
   * @returns what follows of everything that has been asked, by the call's readings
   */
  async pairs(random: Random, count: number): Promise<Worked[]> {
    for (const [by, filter] of random.some(this.everyPair(), count)) {
      for (const time of this.overTime) await this.pair([by, ...time], filter, random);
    }
    if (this.call.timesBy === undefined) await this.range(this.call.dimensions.slice(0, 1));
    return this.worked();
  }

  private async pair(by: readonly string[], filter: string, random: Random): Promise<void> {
    for (const code of this.codes.get(filter) ?? []) await this.table([...by, filter], { [filter]: code });
    this.saysWhole([...by, filter], filter);
    if (this.call.byPairs === true) {
      await this.table([...by, filter]);
      await this.table([filter, ...by]);
    }
    const codes = random.some(this.codes.get(filter) ?? [], 2 + random.whole(2));
    const together = await this.ask(by, { [filter]: codes.join() });
    this.takeSum(
      by,
      together,
      codes.map((code) => ({ name: filter, code })),
    );
  }

  /** A range of months by a breakdown, beside the periods that make it up. */
  private async range(by: readonly string[]): Promise<void> {
    for (const { name, code } of RANGE) {
      const [from, to] = monthsIn(code);
      // Periods that stand in a filter are not among the codes of the rows.
      this.take([...by, name], await this.ask(by, { from, to }), { [name]: code }, name);
    }
    this.takeSum(by, await this.ask(by, { from: '2024-12', to: '2026-03' }), RANGE);
  }

  private worked(): Worked[] {
    const { known, unlike } = this.leftOut.worked();
    return this.known.map((each, nth) => {
      const its = each.worked();
      return nth > 0 ? its : { ...its, known: [...its.known, ...known], unlike: [...its.unlike, ...unlike] };
    });
  }

  /** A question broken down by time, where the call has to be asked so. */
  private get overTime(): readonly (readonly string[])[] {
    return this.call.timesBy === undefined ? [[]] : this.call.times.map((time) => [time]);
  }

  /** Every pair of breakdowns, that of fewer codes last. */
  private everyPair(): [by: string, filter: string][] {
    const { times, timesBy } = this.call;
    const all = timesBy === undefined ? [...this.call.dimensions, ...times] : this.call.dimensions;
    const size = (name: string): number =>
      times.includes(name) ? Infinity : (this.codes.get(name)?.length ?? 0);
    return all.flatMap((one, nth) =>
      all
        .slice(nth + 1)
        .filter((other) => !times.includes(one) || !times.includes(other))
        .map((other): [string, string] => (size(one) < size(other) ? [other, one] : [one, other])),
    );
  }

  /** Asks by all of these but those that a filter names, and takes the answer in. */
  private async table(names: readonly string[], filters: Codes = {}): Promise<void> {
    const filtered = Object.keys(filters);
    const answer = await this.ask(
      names.filter((name) => !filtered.includes(name)),
      filters,
    );
    this.take(names, answer, filters, filtered[0]);
    this.leftOut.saw(filtered, [{ codes: filters, counts: countsLeftOut(answer.shown) }], filtered[0]);
  }

  private async ask(names: readonly string[], filters: Codes): Promise<Asked> {
    const { path, params, byName = 'by', timesBy = byName } = this.call;
    const isTime = (name: string): boolean => timesBy !== byName && TIMES.includes(name);
    const [by, time] = [names.filter((name) => !isTime(name)), names.find(isTime)];
    const asked = {
      ...params,
      ...(by.length > 0 && { [byName]: by.join() }),
      ...(time !== undefined && { [timesBy]: time }),
      ...filters,
    };
    const shown = await this.asker.ask<Answer>(path, asked);
    if (!this.exactly) return { shown };
    const { asker, more } = this.exactly;
    return { shown, exact: await asker.ask<Answer>(path, { ...asked, ...more }) };
  }

  private groups(
    { groups, isUnlisted }: Reading,
    { shown, exact }: Asked,
    by: readonly string[],
    of = 1,
  ): SeenGroup[] {
    const seen = groups(shown, by, of);
    return exact ? sharpened(seen, groups(exact, by, of), isUnlisted) : seen;
  }

  private take(names: readonly string[], asked: Asked, filters: Codes, partOf?: string): void {
    const filtered = Object.keys(filters);
    const by = names.filter((name) => !filtered.includes(name));
    this.call.readings.forEach((reading, nth) => {
      const groups = this.groups(reading, asked, by).map((group) => ({
        ...group,
        codes: { ...group.codes, ...filters },
      }));
      this.known[nth]?.saw(names, groups, partOf);
      if (names.length === 1 || filtered.length === 0) this.note(by, groups);
    });
  }

  private takeSum(by: readonly string[], asked: Asked, parts: Parts): void {
    this.call.readings.forEach((reading, nth) =>
      this.known[nth]?.sawSum(by, this.groups(reading, asked, by, parts.length), parts),
    );
  }

  private saysWhole(names: readonly string[], filter: string): void {
    for (const known of this.known) known.saw(names, []);
    this.leftOut.saw([filter], []);
  }

  private note(by: readonly string[], groups: readonly { codes: Codes }[]): void {
    for (const name of by) {
      const codes = new Set([
        ...(this.codes.get(name) ?? []),
        ...groups.map(({ codes: its }) => its[name] ?? ''),
      ]);
      this.codes.set(name, [...codes].sort());
    }
  }
}
