import type { Question } from '../api/queries.js';
import type { Me } from '../api/schemas.js';
import { monthText } from '../labels/periods.js';
import { placeParams, seesEverywhere, type View } from './view.js';

/** What the trends page asks the API: only what the person may ask. */
export interface Questions {
  /** The chosen area over time; undefined = it is read out of the answer for the boards. */
  area: Question | undefined;
  /** England over the same periods; undefined when the chosen area is England. */
  england: Question | undefined;
  /** England by quarter: the line that boards are set beside. */
  englandByQuarter: Question;
  /** Every board by quarter, all of it: the extent of what there is. */
  boards: Question;
  /** Which providers there are to choose among; undefined where nobody may filter. */
  providers: Question | undefined;
}

/** Today's boards throughout, so that a board that came in April 2026 has a past. */
const BOUNDARIES = { boundaries: 'current' };

/** The questions behind a view. */
export function questionsOf(view: View, me: Me): Questions {
  const ask = (params: Record<string, string>): Question => ({
    measure: view.measure.id,
    params: { ...BOUNDARIES, ...params, ...view.pins },
  });
  // Periods are cut here and not in the answer, so that the choice of periods does not shrink with what was chosen.
  const england = (by: string): Question =>
    ask(seesEverywhere(me) ? { by, ...view.filters } : { by: 'quarter', of: 'england' });
  const isEngland = view.area.kind === 'england';
  const place = placeParams(view.area);
  const own = (): Question => ask({ by: view.grain, ...place, ...rangeOf(view), ...view.filters });
  return {
    area: view.detailed ? own() : isEngland ? england('quarter') : undefined,
    england: isEngland ? undefined : england(view.grain),
    englandByQuarter: england('quarter'),
    boards: ask({ by: 'icb,quarter', ...(me.role === 'icb_analyst' ? {} : view.filters) }),
    providers: view.detailed && me.role !== 'provider' ? ask({ by: 'provider', ...place }) : undefined,
  };
}

/** Whole periods only: half a quarter beside whole ones would bend the trend. */
function rangeOf({ grain, from, to }: View): { from?: string; to?: string } {
  const months = grain === 'month' ? 1 : 3;
  return {
    ...(from === undefined ? {} : { from: monthText(from - (from % months)) }),
    ...(to === undefined ? {} : { to: monthText(to - (to % months) + months - 1) }),
  };
}
