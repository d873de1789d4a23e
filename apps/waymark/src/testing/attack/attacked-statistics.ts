import type { Asker } from './asking.js';
import { KnownCounts, type Worked } from './known-counts.js';
import { TIMES } from './periods.js';
import { countsOfMeasure, groupsOf, ofMeasure, type SeenRow } from './seen-rows.js';

/** What funnels, comparisons and inequality say of a group. */
interface StatisticRow extends SeenRow {
  value: number | null;
  lower?: number | null;
  upper?: number | null;
  adjusted?: { expected: number; ratio: number } | string | null;
}

interface Chart {
  points: (StatisticRow & { period: string })[];
  [code: string]: unknown;
}

const DEPRIVATION = ['imd_quintile', 'imd_decile'];
const ADJUSTING = 'age_band,route';

type Codes = Readonly<Record<string, string>>;

/** Sets the statistics of a measure beside its counts: whatever they say of a group goes to the same solver. */
export class StatisticsAttack {
  private readonly known = new KnownCounts(ofMeasure);

  constructor(
    private readonly asker: Asker,
    private readonly measure: string,
  ) {}

  /** What follows from all that has been asked. */
  worked(): Worked {
    return this.known.worked();
  }

  /**
   * Asks for the counts by groups and by people, then for the statistics of the same, of everybody and of each kind of people.
   * @param groups breakdowns that are compared
   * @param people a breakdown to filter by, with some of its codes
   */
  async ask(groups: readonly string[], people: string, codes: readonly string[]): Promise<void> {
    for (const by of [...groups, ...DEPRIVATION, ...TIMES]) await this.counts([people, by]);
    for (const filters of [{}, ...codes.map((code) => ({ [people]: code }))]) {
      for (const by of groups) await this.rows('funnel', 'points', { by, ...filters });
      for (const by of DEPRIVATION) await this.rows('inequality', 'rows', { by, ...filters });
      for (const by of [...groups, 'quarter', 'year'])
        await this.rows('compare', 'rows', { by, adjust: ADJUSTING, ...filters });
    }
    await this.charts(people);
  }

  /** The counts themselves, by all of these and by fewer of them. */
  private async counts(names: readonly string[]): Promise<void> {
    for (const by of everySetOf(names)) {
      const { rows } = await this.asker.ask<{ rows: SeenRow[] }>(`measures/${this.measure}`, byAll(by));
      this.known.saw(
        by,
        groupsOf(rows, by, (row) => countsOfMeasure(row)),
      );
    }
  }

  private async rows(path: string, member: string, params: { by: string; adjust?: string }): Promise<void> {
    const { by, adjust: _, ...filters } = params;
    const answer = await this.about<Record<string, StatisticRow[]>>(path, params);
    this.take(by, answer[member] ?? [], filters);
  }

  /** Charts over time, of each group one. */
  private async charts(by: string): Promise<void> {
    const { charts } = await this.about<{ charts: Chart[] }>('spc', { by });
    for (const { points, ...chart } of charts) {
      for (const time of ['month', 'quarter']) {
        const its = points.filter(({ period }) => period.includes('Q') === (time === 'quarter'));
        const named = its.map((point) => ({ ...point, [time]: point.period }));
        this.take(time, named, { [by]: String(chart[by]) });
      }
    }
  }

  private about<T>(path: string, params: Codes): Promise<T> {
    return this.asker.ask<T>(path, { measure: this.measure, ...params });
  }

  private take(by: string, rows: readonly StatisticRow[], filters: Codes): void {
    const groups = groupsOf(rows, [by], (row) => countsOfMeasure(told(row)));
    const named = groups.map(({ codes, counts }) => ({ codes: { ...codes, ...filters }, counts }));
    // Of this table the counts themselves have been asked: every code is known.
    this.known.saw([by, ...Object.keys(filters)], named, by);
  }
}

/** The row with a numerator that is withheld, and told by what was worked out from it. */
function told(row: StatisticRow): SeenRow {
  const { numerator, denominator, value, lower = null, upper = null, adjusted } = row;
  if (numerator !== null) return row;
  const share = value ?? (lower !== null && upper !== null ? (lower + upper) / 2 : null);
  if (share !== null && denominator !== null) return { ...row, numerator: Math.round(share * denominator) };
  if (typeof adjusted !== 'object' || adjusted === null) return row;
  return { ...row, numerator: Math.round(adjusted.ratio * adjusted.expected) };
}

/** All sets of some names. */
const everySetOf = (names: readonly string[]): string[][] =>
  names.reduce<string[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);

const byAll = (by: readonly string[]): Codes => (by.length === 0 ? {} : { by: by.join() });
