import { keyOf, type Codes, type Relation, type Table } from './known-counts.js';
import { periodAbove, TIMES } from './periods.js';

/** Groups by more things than this are not listed where they lie within a withheld one. */
const LISTED_BY_MOST = 2;

/** How the groups of a table divide those of a coarser one: by a breakdown more, or by a shorter period than `time`. */
interface Divided {
  by: readonly string[];
  name: string;
  time?: string;
}

/** What an attacker knows who knows the rules: of which groups that are in no answer not even that is told that nobody is in them. */
export class UnlistedGroups {
  private readonly codes = new Map<string, Set<string>>();

  constructor(
    private readonly tables: ReadonlyMap<string, Table>,
    private readonly relations: readonly Relation[],
  ) {
    for (const { groups } of tables.values()) {
      for (const { codes } of groups.values()) {
        for (const [name, code] of Object.entries(codes))
          this.codes.set(name, (this.codes.get(name) ?? new Set()).add(code));
      }
    }
  }

  /** Whether a group holds others that are not listed, of whom a count would be. */
  within(whole: Codes, { by, name, time }: Divided, count: string): boolean {
    if (by.length <= LISTED_BY_MOST) return false;
    const some = [...(this.codes.get(name) ?? [])].filter(
      (code) => time === undefined || periodAbove(code, time) === whole[time],
    );
    return some.some((code) => this.mayBe(by, { ...whole, [name]: code }, count));
  }

  /** Whether somebody may be in a group that is not listed. */
  mayBe(by: readonly string[], codes: Codes, count?: string): boolean {
    if (by.length <= LISTED_BY_MOST) return false;
    const ordered = [...by].sort();
    const group = this.tables.get(ordered.join())?.groups.get(keyOf(ordered, codes));
    if (group && (count === undefined || group.counts.has(count))) return false;
    const wholes = wholesOf(ordered, codes).map(([names, its]) => this.told(names, its, count));
    return !wholes.includes('nobody') && (wholes.includes('withheld') || wholes.includes('unasked'));
  }

  private told(
    by: readonly string[],
    codes: Codes,
    count?: string,
  ): 'shown' | 'withheld' | 'nobody' | 'unasked' {
    const table = this.tables.get(by.join());
    if (!table) return 'unasked';
    const counts = table.groups.get(keyOf(by, codes))?.counts;
    const seen = count === undefined ? undefined : counts?.get(this.everybodyOf(count));
    const isWithheld =
      count === undefined ? [...(counts?.values() ?? [])].some((each) => each.isWithheld) : seen?.isWithheld;
    if (counts && (count === undefined || seen)) return isWithheld === true ? 'withheld' : 'shown';
    if (table.partOf !== undefined) return 'unasked';
    return this.mayBe(by, codes, count) ? 'withheld' : 'nobody';
  }

  /** The count that a count lies within, and none other. */
  private everybodyOf(count: string): string {
    const name = count.split(' less ')[0] ?? count;
    const outer = this.relations.find((each) =>
      'within' in each ? each.within === name : each.parts.includes(name),
    );
    return outer ? this.everybodyOf(outer.whole) : name;
  }
}

/** The groups that a group is a part of: by one breakdown less, and in the next longer period. */
function wholesOf(by: readonly string[], codes: Codes): [by: string[], codes: Codes][] {
  return by.map((name) => {
    const rest = by.filter((each) => each !== name);
    const longer = TIMES[TIMES.indexOf(name) - 1];
    if (!TIMES.includes(name) || longer === undefined) return [rest, codes];
    return [[...rest, longer].sort(), { ...codes, [longer]: periodAbove(codes[name] ?? '', longer) }];
  });
}
