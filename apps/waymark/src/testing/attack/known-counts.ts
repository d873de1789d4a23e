import { solve, type Equation, type Unknown } from '@waymark/disclosure/testing';
import { periodAbove, TIMES } from './periods.js';
import { UnlistedGroups } from './unlisted-groups.js';

/** What an answer says of one count. */
export interface Seen extends Unknown {
  isWithheld: boolean;
  /** As it stands there; undefined: it is known otherwise. */
  count?: number;
}

/** What an answer says of one group: its codes by breakdown, and its counts by name. */
export interface SeenGroup {
  codes: Readonly<Record<string, string>>;
  counts: Readonly<Record<string, Seen>>;
}

/** What is true of the counts of every group: one lies within the other, or all the parts make up the whole. */
export type Relation = { whole: string; within: string } | { whole: string; parts: readonly string[] };

/** Codes that a group is the sum of: of one breakdown, which the table of the parts has besides. */
export type Parts = readonly { name: string; code: string }[];

/** What follows from answers. */
export interface Worked {
  /** How many counts are withheld. */
  withheld: number;
  /** Which of them, or of differences with them, are known for all that. */
  known: string[];
  /** Which are withheld in one answer and shown in another. */
  unlike: string[];
}

export type Codes = Readonly<Record<string, string>>;

export interface Group {
  what: string;
  codes: Codes;
  counts: Map<string, Seen>;
}

export interface Table {
  by: readonly string[];
  /** Groups are there only of some of its codes, as far as has been asked. */
  partOf?: string;
  groups: Map<string, Group>;
}

/** A group that is the sum of others. */
interface Sum {
  group: Group;
  by: readonly string[];
  parts: Parts;
}

const FEW = 7;

/**
 * Everything an attacker learns from answers about the same people by all sorts of breakdowns, and what follows from it. Who is in
 * no row is in none; a count that a row does not have is 0.
 */
export class KnownCounts {
  private readonly tables = new Map<string, Table>();
  private readonly sums: Sum[] = [];
  private readonly unlike: string[] = [];

  /**
   * @param relationsOf what is true of the counts of these names
   * @param isUnlisted of which counts nothing is told where there is none in a row
   */
  constructor(
    private readonly relationsOf: (names: readonly string[]) => readonly Relation[],
    private readonly isUnlisted: (name: string) => boolean = () => false,
  ) {}

  /**
   * Takes an answer in.
   * @param by its breakdowns and filters, at most one of them by time
   * @param partOf a breakdown of which not every code has been asked
   */
  saw(by: readonly string[], groups: readonly SeenGroup[], partOf?: string): void {
    const table = this.tableBy(by, partOf);
    for (const { codes, counts } of groups) {
      const key = keyOf(table.by, codes);
      const group = table.groups.get(key) ?? groupCalled(`${table.by.join()} ${key}`, codes);
      table.groups.set(key, group);
      for (const [name, seen] of Object.entries(counts)) this.sawCount(group, name, seen);
    }
  }

  /** Takes an answer in whose groups are sums of those of other tables, by `by` and each part's own breakdown. */
  sawSum(by: readonly string[], groups: readonly SeenGroup[], parts: Parts): void {
    const of = parts.map(({ code }) => code).join('+');
    for (const { codes, counts } of groups) {
      const group = groupCalled(`${by.join()} ${keyOf(by, codes)} of ${of}`, codes);
      for (const [name, seen] of Object.entries(counts)) this.sawCount(group, name, seen);
      this.sums.push({ group, by, parts });
    }
  }

  /** What follows from all that has been seen. */
  worked(): Worked {
    const groups = [
      ...[...this.tables.values()].flatMap((table) => [...table.groups.values()]),
      ...this.sums.map(({ group }) => group),
    ];
    const names = [...new Set(groups.flatMap(({ counts }) => [...counts.keys()]))];
    const relations = this.relationsOf(names.filter((name) => !isRest(name)));
    const unlisted = new UnlistedGroups(this.tables, relations);
    solve([
      ...groups.flatMap((group) => this.related(group, relations)),
      ...[...this.tables.values()].flatMap((table) => this.sumsOf(table, unlisted)),
      ...this.sums.flatMap((sum) => this.sumOfParts(sum, unlisted)),
    ]);
    const withheld = groups.flatMap(({ what, counts }) =>
      [...counts].filter(([, { isWithheld }]) => isWithheld).map(([name, value]) => ({ what, name, value })),
    );
    const known = withheld.filter(({ name, value }) => isKnown(name, value));
    return {
      withheld: withheld.filter(({ name }) => !isRest(name)).length,
      known: known.map(({ what, name, value }) => `${what} ${name} = ${value.least}`),
      unlike: this.unlike,
    };
  }

  private tableBy(by: readonly string[], partOf: string | undefined): Table {
    const ordered = [...by].sort();
    const table = this.tables.get(ordered.join()) ?? { by: ordered, groups: new Map<string, Group>() };
    // Once seen whole, a table stays so.
    if (partOf === undefined) delete table.partOf;
    else if (!this.tables.has(ordered.join())) table.partOf = partOf;
    this.tables.set(ordered.join(), table);
    return table;
  }

  private sawCount({ what, counts }: Group, name: string, seen: Seen): void {
    const before = counts.get(name);
    if (!before) {
      counts.set(name, { ...seen });
      return;
    }
    if (before.isWithheld !== seen.isWithheld) this.unlike.push(`${what} ${name}`);
    before.isWithheld ||= seen.isWithheld;
    narrowTo(before, seen);
  }

  /** Every group of a coarser table is the sum of the groups of this one that are in it. */
  private sumsOf({ by, partOf, groups }: Table, unlisted: UnlistedGroups): Equation[] {
    return by
      .filter((name) => name !== partOf)
      .flatMap((name) => {
        const rest = by.filter((each) => each !== name);
        const without = this.sumsInto({ by, rest, name }, groups, unlisted);
        const longer = TIMES.slice(0, Math.max(0, TIMES.indexOf(name)));
        const inTime = longer.flatMap((time) => this.sumsInto({ by, rest, name, time }, groups, unlisted));
        return [...without, ...inTime];
      });
  }

  private sumsInto(
    { by, rest, name, time }: { by: readonly string[]; rest: readonly string[]; name: string; time?: string },
    groups: ReadonlyMap<string, Group>,
    unlisted: UnlistedGroups,
  ): Equation[] {
    const ordered = [...rest, ...(time === undefined ? [] : [time])].sort();
    const wholes = this.tables.get(ordered.join());
    if (!wholes) return [];
    const inWhole = (codes: Codes): Codes =>
      time === undefined ? codes : { ...codes, [time]: periodAbove(codes[name] ?? '', time) };
    const parts = new Map<string, Group[]>();
    for (const group of groups.values()) {
      const key = keyOf(ordered, inWhole(group.codes));
      parts.set(key, [...(parts.get(key) ?? []), group]);
    }
    return [...parts].flatMap(([key, its]) => {
      const whole = wholes.groups.get(key);
      const mayHoldMore = (count: string): boolean =>
        whole !== undefined && unlisted.within(whole.codes, { by, name, ...(time && { time }) }, count);
      if (whole) return this.equal(whole, its, mayHoldMore);
      if (wholes.partOf !== undefined || unlisted.mayBe(ordered, inWhole(its[0]?.codes ?? {}))) return [];
      throw new Error(`${ordered.join()} ${key} has parts and is absent`);
    });
  }

  private sumOfParts({ group, by, parts }: Sum, unlisted: UnlistedGroups): Equation[] {
    const names = parts.map(({ name, code }) => ({
      by: [...by, name].sort(),
      codes: { ...group.codes, [name]: code },
    }));
    const found = names.map((part) =>
      this.tables.get(part.by.join())?.groups.get(keyOf(part.by, part.codes)),
    );
    const isMissing = names.some((part, nth) => !found[nth] && unlisted.mayBe(part.by, part.codes));
    return this.equal(
      group,
      found.filter((part) => part !== undefined),
      () => isMissing,
    );
  }

  /** The whole's counts are the sums of the parts'. */
  private equal(whole: Group, parts: readonly Group[], mayHoldMore: (name: string) => boolean): Equation[] {
    const names = new Set([whole, ...parts].flatMap(({ counts }) => [...counts.keys()]));
    return [...names].flatMap((name) => {
      const isOpen = this.isUnlisted(wholeOf(name));
      const of = whole.counts.get(name);
      if (!of && isOpen) return [];
      const others = isOpen || mayHoldMore(name) ? [{ least: 0, most: Infinity }] : [];
      return {
        whole: of ?? NOBODY(),
        parts: [...parts.flatMap(({ counts }) => counts.get(name) ?? []), ...others],
      };
    });
  }

  /** Besides, the counts that follow: of a whole, those who are not within. */
  private related({ counts }: Group, relations: readonly Relation[]): Equation[] {
    return relations.flatMap((relation) => {
      const whole = counts.get(relation.whole);
      if (!whole) return [];
      if ('parts' in relation)
        return { whole, parts: relation.parts.flatMap((name) => counts.get(name) ?? []) };
      if (!counts.has(relation.within) && this.isUnlisted(relation.within)) return [];
      const within = counts.get(relation.within) ?? NOBODY();
      const isWithheld = whole.isWithheld || within.isWithheld;
      const rest = { least: 0, most: Infinity, isWithheld };
      counts.set(restOf(relation), rest);
      return { whole, parts: [within, rest] };
    });
  }
}

const groupCalled = (what: string, codes: Codes): Group => ({ what, codes, counts: new Map() });

export const keyOf = (by: readonly string[], codes: Codes): string =>
  JSON.stringify(by.map((name) => codes[name] ?? ''));

const NOBODY = (): Seen => ({ least: 0, most: 0, isWithheld: false });

const LESS = ' less ';
const restOf = ({ whole, within }: { whole: string; within: string }): string => whole + LESS + within;
const wholeOf = (name: string): string => name.split(LESS)[0] ?? name;
const isRest = (name: string): boolean => name.includes(LESS);

/** That a difference is none tells of nobody. */
function isKnown(name: string, { least, most }: Unknown): boolean {
  if (most - least >= 1) return false;
  return !isRest(name) || (least > 0 && least <= FEW);
}

function narrowTo(value: Unknown, { least, most }: Unknown): void {
  value.least = Math.max(value.least, least);
  value.most = Math.min(value.most, most);
}
