import { chiSquareUpper } from '../distributions/gamma.js';
import { at, groupBy } from '../numeric/at.js';
import { quadraticForm } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import { riskTable, type FollowUp } from './risk-table.js';

export interface GrayTest {
  chiSquare: number;
  df: number;
  pValue: number;
}

/** One group at one time at which something ended. */
interface Cell {
  atRisk: number;
  own: number;
  others: number;
  /** Share of the group free of every cause just before, and just after. */
  before: number;
  after: number;
  /** Share of the group with the cause just before. */
  incidence: number;
}

/** All groups at that time, with what they have in common. */
interface Moment {
  cells: Cell[];
  own: number;
  /** Σ at risk / share free: everybody's weight as if no other cause competed. */
  weight: number;
  /** The common cumulative incidence just before and after. */
  incidenceBefore: number;
  incidenceAfter: number;
}

/**
 * Gray's test that one cause's cumulative incidence is the same in every group, while the others compete: log-rank's like
 * on the hazard of the incidence itself, dF/(1 - F). A log-rank test of the cause with the others censored answers another
 * question.
 *
 *     score of group g = Σ (d_g - d·R_g/ΣR),   R = at risk·(1 - F(t-))/S(t-)
 *
 * Source: Gray RJ (1988), Ann Stat 16:1141-1154 (rho = 0), variance with tied ends as in his cmprsk, `cuminc`.
 *
 * @param cause which of the follow-ups' causes is tested.
 * @throws {RangeError} on late entry, which the test does not know, or fewer than two groups.
 */
export function grayTest(people: readonly (FollowUp & { group: string })[], cause: number): GrayTest {
  const groups = [...groupBy(people, ({ group }) => group).values()];
  if (groups.length < 2) throw new RangeError('grayTest: expected two or more groups');
  if (people.some(({ entry }) => entry !== undefined)) throw new RangeError('grayTest: no late entry');
  const moments = momentsOf(people, groups, cause);
  // The scores of all groups add up to 0: the last one says nothing new.
  const scored = groups.slice(1).map((_, g) => g);
  const variance = varianceOf(moments, scored);
  const { value, rank } = quadraticForm(
    variance,
    scored.map((g) => sum(moments.map((moment) => scoreOf(moment, g)))),
  );
  return { chiSquare: value, df: rank, pValue: chiSquareUpper(value, rank) };
}

function momentsOf(
  people: readonly FollowUp[],
  groups: readonly (readonly FollowUp[])[],
  cause: number,
): Moment[] {
  const readers = groups.map((group) => cellReader(group, cause));
  const times = riskTable(people)
    .filter(({ events }) => events > 0)
    .map(({ time }) => time);
  let incidenceBefore = 0;
  return times.map((time) => {
    const cells = readers.map((read) => read(time));
    const own = sum(cells.map((cell) => cell.own));
    const weight = sum(cells.map(weightOf));
    const moment = { cells, own, weight, incidenceBefore, incidenceAfter: incidenceBefore + own / weight };
    incidenceBefore = moment.incidenceAfter;
    return moment;
  });
}

/** A group's cells, to be asked for in order of time. */
function cellReader(group: readonly FollowUp[], cause: number): (time: number) => Cell {
  const table = riskTable(group);
  let [next, free, incidence] = [0, 1, 0];
  return (time) => {
    while ((table[next]?.time ?? Infinity) < time) next += 1;
    const row = table[next];
    const here = row?.time === time ? row : undefined;
    const [own, all, atRisk] = [here?.byCause[cause - 1] ?? 0, here?.events ?? 0, row?.atRisk ?? 0];
    const cell = { atRisk, own, others: all - own, before: free, after: free, incidence };
    if (here) {
      incidence += (free * own) / atRisk;
      free = all === atRisk ? 0 : free * (1 - all / atRisk);
      cell.after = free;
    }
    return cell;
  };
}

function weightOf({ atRisk, before }: Cell): number {
  return atRisk === 0 ? 0 : atRisk / before;
}

function scoreOf({ cells, own }: Moment, group: number): number {
  const shares = cells.map((cell) => weightOf(cell) * (1 - cell.incidence));
  return at(cells, group).own - (own * at(shares, group)) / sum(shares);
}

/** Weight of group g's score on group k's incidence: h_g·(δ - h_k/Σh). */
function pull({ cells, weight }: Moment, g: number, k: number): number {
  const own = weightOf(at(cells, g));
  return own * ((g === k ? 1 : 0) - weightOf(at(cells, k)) / weight);
}

/**
 * An end in group k moves score g at once, by `pull`, and by what it changes of every later share, which is the sum of
 * `pull` over the hazard of the common incidence from then on.
 */
function varianceOf(moments: readonly Moment[], scored: readonly number[]): number[][] {
  const variance = scored.map(() => scored.map(() => 0));
  const groups = at(moments, 0).cells.map((_, k) => k);
  const later = scored.map(() => groups.map(() => 0));
  for (const moment of [...moments].reverse()) {
    for (const { spread, moves } of groups.flatMap((k) => spreads(moment, k, scored, later)))
      moves.forEach((a, i) => {
        const row = at(variance, i);
        moves.forEach((b, j) => (row[j] = at(row, j) + spread * a * b));
      });
    const hazard = moment.own / (moment.weight * (1 - moment.incidenceBefore));
    scored.forEach((g, i) => {
      const row = at(later, i);
      for (const k of groups) row[k] = at(row, k) + hazard * pull(moment, g, k);
    });
  }
  return variance;
}

function spreads(
  moment: Moment,
  k: number,
  scored: readonly number[],
  later: readonly (readonly number[])[],
): { spread: number; moves: number[] }[] {
  const { atRisk, before, after, others } = at(moment.cells, k);
  if (atRisk === 0) return [];
  const tail = after > 0 ? (1 - moment.incidenceAfter) / after : 0;
  const changed = scored.map((_, i) => at(at(later, i), k));
  const parts: { spread: number; moves: number[] }[] = [];
  if (moment.own > 0) {
    const tied = moment.own > 1 ? 1 - (moment.own - 1) / (moment.weight * before - 1) : 1;
    // Expected, not seen, ends: under the hypothesis all groups share one incidence.
    const spread = (tied * before * moment.own) / (moment.weight * atRisk);
    parts.push({
      spread,
      moves: scored.map((g, i) => pull(moment, g, k) + (1 - tail) * at(changed, i)),
    });
  }
  if (others > 0 && after > 0) {
    const tied = others > 1 ? 1 - (others - 1) / (atRisk - 1) : 1;
    parts.push({
      spread: (tied * before ** 2 * others) / atRisk ** 2,
      moves: changed.map((value) => tail * value),
    });
  }
  return parts;
}
