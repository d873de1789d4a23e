import { chiSquareUpper } from '../distributions/gamma.js';
import { at, groupBy } from '../numeric/at.js';
import { quadraticForm } from '../numeric/matrix.js';
import { riskTable, type FollowUp, type RiskRow } from './risk-table.js';

export interface GroupedFollowUp extends FollowUp {
  group: string;
  /** Left out: everybody is of one stratum. */
  stratum?: string;
}

export interface LogRank {
  /** In the order of their names; the vectors and the matrix follow it. */
  groups: string[];
  n: number[];
  observed: number[];
  expected: number[];
  variance: number[][];
  chiSquare: number;
  df: number;
  pValue: number;
}

/**
 * Log-rank test of two or more groups: observed less expected ends, with the hypergeometric variance
 * d(N - d)/(N - 1)·(nᵢ/N)(δᵢⱼ - nⱼ/N), summed over times and strata.
 *
 * Source: Mantel N (1966), Cancer Chemother Rep 50:163-170; Harrington DP, Fleming TR (1982), Biometrika 69:553-566;
 * R survival, `survdiff`.
 *
 * @param rho 0: log-rank; 1: Peto and Peto's modification, every end weighted by the share still in before it.
 */
export function logRank(people: readonly GroupedFollowUp[], rho: 0 | 1 = 0): LogRank {
  const groups = [...new Set(people.map(({ group }) => group))].sort();
  const zeros = (): number[] => groups.map(() => 0);
  const total = { observed: zeros(), expected: zeros(), variance: groups.map(zeros) };
  for (const stratum of groupBy(people, (it) => it.stratum ?? '').values())
    addStratum(total, groups, stratum, rho);
  const { value, rank } = quadraticForm(
    total.variance,
    total.observed.map((o, i) => o - at(total.expected, i)),
  );
  const n = groups.map((group) =>
    people.reduce((count, it) => (it.group === group ? count + (it.weight ?? 1) : count), 0),
  );
  return { groups, n, ...total, chiSquare: value, df: rank, pValue: chiSquareUpper(value, rank) };
}

function addStratum(
  total: Pick<LogRank, 'observed' | 'expected' | 'variance'>,
  groups: readonly string[],
  people: readonly GroupedFollowUp[],
  rho: 0 | 1,
): void {
  const tables = groups.map((group) => riskTable(people.filter((it) => it.group === group)));
  const rows = groups.map((_, i) => new Map(at(tables, i).map((row) => [row.time, row])));
  const riskIn = tables.map((table, i) =>
    atRiskReader(
      table,
      people.filter((it) => it.group === at(groups, i)),
    ),
  );
  let survival = 1;
  for (const { time, events, atRisk } of riskTable(people)) {
    if (events === 0) continue;
    const weight = rho === 1 ? survival : 1;
    const shares = riskIn.map((atRiskOf) => atRiskOf(time) / atRisk);
    const spread = atRisk > 1 ? (weight ** 2 * events * (atRisk - events)) / (atRisk - 1) : 0;
    shares.forEach((share, i) => {
      total.observed[i] = at(total.observed, i) + weight * (at(rows, i).get(time)?.events ?? 0);
      total.expected[i] = at(total.expected, i) + weight * events * share;
      const row = at(total.variance, i);
      shares.forEach((other, j) => {
        row[j] = at(row, j) + spread * share * ((i === j ? 1 : 0) - other);
      });
    });
    survival *= 1 - events / atRisk;
  }
}

/** How many of a group are at risk at a time that need not be in the group's own table; times must be asked in order. */
function atRiskReader(table: readonly RiskRow[], people: readonly FollowUp[]): (time: number) => number {
  const weightOf = (it: FollowUp): number => it.weight ?? 1;
  const leaving = table.map(({ time, events, censored }) => ({ time, weight: events + censored })).reverse();
  const entering = people
    .filter((it) => it.entry !== undefined)
    .sort((a, b) => (b.entry ?? 0) - (a.entry ?? 0));
  let atRisk = people.reduce((count, it) => (it.entry === undefined ? count + weightOf(it) : count), 0);
  return (time) => {
    for (let next = entering.at(-1); next && (next.entry ?? 0) < time; next = entering.at(-1)) {
      atRisk += weightOf(next);
      entering.pop();
    }
    for (let next = leaving.at(-1); next && next.time < time; next = leaving.at(-1)) {
      atRisk -= next.weight;
      leaving.pop();
    }
    return atRisk;
  };
}
