import { zOf } from '../distributions/normal.js';
import type { Limits } from '../proportion.js';
import { probabilityLimits, type LimitsType } from './limits.js';
import type { RiskRow } from './risk-table.js';

export interface SurvivalStep {
  time: number;
  atRisk: number;
  events: number;
  censored: number;
  survival: number;
  /** Greenwood's; `null` once nobody is left. */
  se: number | null;
  limits: Limits | null;
  /** Nelson-Aalen's cumulative hazard. */
  hazard: number;
  hazardSe: number;
}

export interface CurveOptions {
  level?: number;
  limits?: LimitsType;
}

/**
 * Kaplan-Meier's estimate of the share still in, with Greenwood's standard error:
 *
 *     S(t) = Π (1 - d/n);   se² = S²·Σ d/(n(n - d));   Nelson-Aalen Σ d/n with variance Σ d/n²
 *
 * One step for every row of the table, also where only censorings happen.
 *
 * Source: Kaplan EL, Meier P (1958), J Am Stat Assoc 53:457-481; R survival 3.8, `survfit`.
 */
export function kaplanMeier(table: readonly RiskRow[], options: CurveOptions = {}): SurvivalStep[] {
  const z = zOf(options.level ?? 0.95);
  const type = options.limits ?? 'log-log';
  let [survival, greenwood, hazard, hazardVariance] = [1, 0, 0, 0];
  return table.map(({ time, atRisk, events, censored }) => {
    survival *= 1 - events / atRisk;
    greenwood += events === 0 ? 0 : events / (atRisk * (atRisk - events));
    hazard += events / atRisk;
    hazardVariance += events / atRisk ** 2;
    // The product ends on a speck instead of 0 when nobody is left.
    if (events === atRisk) survival = 0;
    const se = survival === 0 ? null : survival * Math.sqrt(greenwood);
    return {
      time,
      atRisk,
      events,
      censored,
      survival,
      se,
      limits: probabilityLimits(survival, se, z, type),
      hazard,
      hazardSe: Math.sqrt(hazardVariance),
    };
  });
}

export interface SurvivalAt {
  time: number;
  atRisk: number;
  survival: number;
  se: number | null;
  limits: Limits | null;
}

/** The curve read at given times. Before the first step everybody is in; after the last nobody is at risk. */
export function survivalAt(steps: readonly SurvivalStep[], times: readonly number[]): SurvivalAt[] {
  return times.map((time) => {
    const last = steps.findLast((step) => step.time <= time);
    const next = steps.find((step) => step.time >= time);
    return {
      time,
      atRisk: next?.atRisk ?? 0,
      survival: last?.survival ?? 1,
      se: last ? last.se : 0,
      limits: last ? last.limits : { lower: 1, upper: 1 },
    };
  });
}
