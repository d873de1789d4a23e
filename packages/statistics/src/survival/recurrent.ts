import { at, groupBy } from '../numeric/at.js';

/** A stretch of one person's time, (start, stop], that ends in an event or not. */
export interface Spell {
  person: string | number;
  start: number;
  stop: number;
  event: boolean;
}

export interface MeanCountStep {
  time: number;
  atRisk: number;
  events: number;
  /** Expected events per person by this time. */
  mean: number;
  /** Robust: people, not events, are independent. */
  se: number;
}

/**
 * Mean cumulative function: expected number of events per person by a time (sessions missed, referrals), Σ d/n, with
 * the robust variance Σ over people of (Σ (own events - at risk·d/n)/n)².
 *
 * Source: Lawless JF, Nadeau C (1995), Technometrics 37:158-168; R survival 3.8, `survfit(..., id)`.
 */
export function meanCumulativeFunction(spells: readonly Spell[]): MeanCountStep[] {
  const times = [...new Set(spells.map(({ stop }) => stop))].sort((a, b) => a - b);
  const byPerson = [...groupBy(spells, ({ person }) => person).values()];
  const presence = byPerson.map((own) => times.map((time) => inSpell(own, time)));
  const influence = byPerson.map(() => 0);
  let mean = 0;
  return times.map((time, i) => {
    const here = presence.map((person) => at(person, i));
    const atRisk = here.reduce((n, it) => n + (it.inRisk ? 1 : 0), 0);
    const events = here.reduce((n, it) => n + it.events, 0);
    const step = events / atRisk;
    mean += step;
    here.forEach((it, k) => {
      influence[k] = at(influence, k) + (it.events - (it.inRisk ? step : 0)) / atRisk;
    });
    return { time, atRisk, events, mean, se: Math.hypot(...influence) };
  });
}

function inSpell(own: readonly Spell[], time: number): { inRisk: boolean; events: number } {
  return {
    inRisk: own.some(({ start, stop }) => start < time && time <= stop),
    events: own.filter(({ stop, event }) => event && stop === time).length,
  };
}
