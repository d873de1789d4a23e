import { solve, type Equation, type Unknown } from '@waymark/disclosure/testing';

/** A row of an answer, as an attacker has it. */
export interface SeenRow {
  numerator: number | null;
  denominator: number | null;
  suppressed?: string[];
  [breakdown: string]: unknown;
}

type Part = 'denominator' | 'numerator' | 'remainder';
type Group = Record<Part, Unknown>;

const PARTS: readonly Part[] = ['denominator', 'numerator', 'remainder'];
const TIMES = ['month', 'quarter', 'year'];
/** A shown count is the nearest multiple of 5. */
const ROUNDED_BY = 2;

/** Everything an attacker learns of one measure from answers by all sorts of breakdowns, and what follows from it. */
export class KnownCells {
  private readonly tables = new Map<string, { by: string[]; groups: Map<string, Group> }>();
  private readonly withheld: { what: string; value: Unknown }[] = [];
  private readonly equations: Equation[] = [];

  /** Takes an answer in: its breakdowns, at most one of them by time. Whoever is not in a row is in none. */
  saw(by: readonly string[], rows: readonly SeenRow[]): void {
    const ordered = [...by].sort();
    const groups = new Map<string, Group>();
    for (const row of rows) {
      const key = JSON.stringify(ordered.map((name) => String(row[name])));
      groups.set(key, this.groupOf(`${ordered.join()} ${key}`, row));
    }
    this.tables.set(ordered.join(), { by: ordered, groups });
  }

  /** How many counts are withheld, and which of them are known for all that. */
  worked(): { withheld: number; known: string[] } {
    for (const { by, groups } of this.tables.values()) this.sumsOf(by, groups);
    solve(this.equations);
    const known = this.withheld.filter(({ value }) => value.most - value.least < 1);
    return {
      withheld: this.withheld.length,
      known: known.map(({ what, value }) => `${what} = ${value.least}`),
    };
  }

  private groupOf(what: string, row: SeenRow): Group {
    const hasDenominator = row.denominator !== null || row.suppressed?.includes('denominator') === true;
    const denominator = this.seen(`${what} denominator`, row, hasDenominator ? 'denominator' : 'numerator');
    denominator.least = Math.max(denominator.least, 1);
    const numerator = hasDenominator ? this.seen(`${what} numerator`, row, 'numerator') : denominator;
    const remainder = { least: 0, most: Infinity };
    if (hasDenominator) this.equations.push({ whole: denominator, parts: [numerator, remainder] });
    return { denominator, numerator, remainder };
  }

  private seen(what: string, row: SeenRow, member: 'numerator' | 'denominator'): Unknown {
    const count = row[member];
    if (count !== null) return { least: Math.max(0, count - ROUNDED_BY), most: count + ROUNDED_BY };
    const value = { least: 0, most: Infinity };
    this.withheld.push({ what, value });
    return value;
  }

  /** Every group of a coarser table is the sum of the groups of this one that are in it. */
  private sumsOf(by: readonly string[], groups: ReadonlyMap<string, Group>): void {
    for (const [nth, name] of by.entries()) {
      const rest = by.filter((each) => each !== name);
      if (!TIMES.includes(name))
        this.sumsInto(rest, groups, (codes) => codes.filter((_, each) => each !== nth));
      for (const longer of name === 'month' ? ['quarter', 'year'] : name === 'quarter' ? ['year'] : []) {
        const ordered = [...rest, longer].sort();
        this.sumsInto(ordered, groups, (codes) =>
          ordered.map((each) =>
            each === longer ? periodAbove(codes[nth] ?? '', longer) : (codes[by.indexOf(each)] ?? ''),
          ),
        );
      }
    }
  }

  private sumsInto(
    coarser: readonly string[],
    groups: ReadonlyMap<string, Group>,
    wholeOf: (codes: string[]) => string[],
  ): void {
    const wholes = this.tables.get(coarser.join())?.groups;
    if (!wholes) return;
    const parts = new Map<string, Group[]>();
    for (const [key, group] of groups) {
      const whole = JSON.stringify(wholeOf(JSON.parse(key) as string[]));
      parts.set(whole, [...(parts.get(whole) ?? []), group]);
    }
    for (const [key, its] of parts) {
      const whole = wholes.get(key);
      if (!whole) throw new Error(`${coarser.join()} ${key} has parts and is absent`);
      for (const part of PARTS)
        this.equations.push({ whole: whole[part], parts: its.map((group) => group[part]) });
    }
  }
}

function periodAbove(period: string, longer: string): string {
  if (longer === 'year') return period.slice(0, 4);
  return `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5)) / 3)}`;
}
