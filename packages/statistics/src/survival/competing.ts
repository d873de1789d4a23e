import { zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import type { Limits } from '../proportion.js';
import { probabilityLimits } from './limits.js';
import type { CurveOptions } from './kaplan-meier.js';
import { riskTable, type FollowUp, type RiskRow } from './risk-table.js';

export interface Incidence {
  /** Share in whom this cause has come first by now. */
  incidence: number;
  /** Infinitesimal jackknife, R survival's. */
  se: number;
  /** Aalen's, cmprsk's; larger by a few per cent, by more in a handful of people. Shown to those who compare. */
  seAalen: number;
  limits: Limits | null;
}

export interface CompetingStep {
  time: number;
  atRisk: number;
  /** Share in whom nothing has happened. */
  eventFree: number;
  /** By cause; the first is cause 1. */
  causes: Incidence[];
}

/**
 * Aalen-Johansen's cumulative incidence of each cause while the others compete:
 *
 *     F_k(t) = Σ S(t-)·d_k/n,  S being the share free of every cause
 *
 * 1 - Kaplan-Meier of one cause, the others censored, overstates it. Standard errors come from the influence of each
 * person on the estimate (the infinitesimal jackknife), computed once for all people with the same follow-up.
 *
 * Source: Aalen OO, Johansen S (1978), Scand J Stat 5:141-150; R survival 3.8, `survfit` with a factor status;
 * Aalen's variance with tied ends as in Gray's `cuminc`.
 */
export function cumulativeIncidence(
  people: readonly FollowUp[],
  options: CurveOptions = {},
): CompetingStep[] {
  const table = riskTable(people);
  const estimate = incidences(table);
  const influence = jackknifeSe(people, table);
  const z = zOf(options.level ?? 0.95);
  const type = options.limits ?? 'log-log';
  return table.map(({ time, atRisk }, i) => {
    const { eventFree, byCause } = at(estimate, i);
    const causes = byCause.map((incidence, k) => {
      const se = at(at(influence, i), k);
      const limits = probabilityLimits(incidence, se, z, type);
      return { incidence, se, seAalen: aalenSe(table, estimate, i, k), limits };
    });
    return { time, atRisk, eventFree, causes };
  });
}

interface Estimate {
  eventFree: number;
  byCause: number[];
}

function incidences(table: readonly RiskRow[]): Estimate[] {
  let eventFree = 1;
  let byCause = at(table, 0).byCause.map(() => 0);
  return table.map((row) => {
    const before = eventFree;
    byCause = byCause.map((share, k) => share + (before * at(row.byCause, k)) / row.atRisk);
    eventFree = row.events === row.atRisk ? 0 : before * (1 - row.events / row.atRisk);
    return { eventFree, byCause };
  });
}

/** Standard errors by time and cause: the root of Σ (d estimate / d weight)² over people. */
function jackknifeSe(people: readonly FollowUp[], table: readonly RiskRow[]): number[][] {
  const hazards = table.map(({ byCause, atRisk }) => byCause.map((d) => d / atRisk));
  const squares = table.map((row) => row.byCause.map(() => 0));
  for (const { person, count } of alike(people)) {
    let [free, freeChange] = [1, 0];
    const change = at(table, 0).byCause.map(() => 0);
    table.forEach(({ time, atRisk }, i) => {
      const inRisk = time <= person.time && (person.entry === undefined || person.entry < time);
      const cell = at(squares, i);
      let [any, anyMoved] = [0, 0];
      at(hazards, i).forEach((hazard, k) => {
        const own = time === person.time && person.cause === k + 1 ? 1 : 0;
        const moved = inRisk ? (own - hazard) / atRisk : 0;
        any += hazard;
        anyMoved += moved;
        const changed = at(change, k) + freeChange * hazard + free * moved;
        change[k] = changed;
        cell[k] = at(cell, k) + count * changed ** 2;
      });
      freeChange = freeChange * (1 - any) - free * anyMoved;
      free *= 1 - any;
    });
  }
  return squares.map((row) => row.map(Math.sqrt));
}

/** People with the same follow-up move the estimate alike. */
function alike(people: readonly FollowUp[]): { person: FollowUp; count: number }[] {
  const classes = new Map<string, { person: FollowUp; count: number }>();
  for (const person of people) {
    const key = `${person.time} ${person.cause} ${person.entry ?? ''}`;
    const same = classes.get(key) ?? { person, count: 0 };
    same.count += person.weight ?? 1;
    classes.set(key, same);
  }
  return [...classes.values()];
}

/**
 * Var F(t) = Σ (S(t-)/n)²·[d₁c₁·(1 - g)² + d₂c₂·g²], g = (F(t) - F(tᵢ))/S(tᵢ), c = 1 - (d - 1)/(n - 1);
 * d₁ ends of the cause, d₂ of the others.
 */
function aalenSe(
  table: readonly RiskRow[],
  estimate: readonly Estimate[],
  until: number,
  cause: number,
): number {
  const final = at(at(estimate, until).byCause, cause);
  let variance = 0;
  for (let i = 0; i <= until; i += 1) {
    const row = at(table, i);
    const { eventFree, byCause } = at(estimate, i);
    const before = i === 0 ? 1 : at(estimate, i - 1).eventFree;
    const to = eventFree === 0 ? 0 : (final - at(byCause, cause)) / eventFree;
    const own = at(row.byCause, cause);
    const tied = (d: number): number => (d > 1 ? d * (1 - (d - 1) / (row.atRisk - 1)) : d);
    const square = tied(own) * (1 - to) ** 2 + tied(row.events - own) * to ** 2;
    variance += (before / row.atRisk) ** 2 * square;
  }
  return Math.sqrt(variance);
}
