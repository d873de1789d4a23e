import type { Question } from '../api/queries.js';
import type { Me } from '../api/schemas.js';
import { monthText } from '../labels/periods.js';
import { seesEverywhere, type View } from './view.js';

/** What the trends page asks the API. */
export interface Questions {
  /** The chosen area over time. `board` picks one board's rows out of an answer for all boards. */
  area: Question & { board?: string };
  /** England over time, all of it; undefined when the chosen area is England. */
  england: Question | undefined;
  /** England by quarter: the line that boards are set beside, and the extent of what there is. */
  englandByQuarter: Question;
  /** Every board by quarter. */
  boards: Question;
}

/** The questions behind a view, each one that the person may ask. */
export function questionsOf(view: View, me: Me): Questions {
  const everywhere = seesEverywhere(me);
  const range = rangeOf(view);
  const boardFilters = everywhere || me.role === 'provider' ? view.filters : {};
  const boards = ask(view, { by: 'icb,quarter', ...range, ...boardFilters });
  // England keeps every period, so that the choice of periods does not shrink with what was chosen.
  const englandBy = (by: string): Question =>
    ask(view, everywhere ? { by, ...view.filters } : { by: 'quarter', of: 'england' });
  const england = englandBy(view.grain);
  const shared = { boards, englandByQuarter: englandBy('quarter') };
  if (view.area.kind === 'england') return { ...shared, area: england, england: undefined };
  if (view.area.kind === 'board' && !view.detailed) {
    return { ...shared, area: { ...boards, board: view.area.code }, england };
  }
  const place =
    'code' in view.area ? { [view.area.kind === 'region' ? 'region' : 'icb']: view.area.code } : {};
  return { ...shared, area: ask(view, { by: view.grain, ...place, ...range, ...view.filters }), england };
}

function ask(view: View, params: Record<string, string>): Question {
  return { measure: view.measure.id, params };
}

/** Whole periods only: half a quarter beside whole ones would bend the trend. */
function rangeOf({ grain, from, to }: View): { from?: string; to?: string } {
  const months = grain === 'month' ? 1 : 3;
  return {
    ...(from === undefined ? {} : { from: monthText(from - (from % months)) }),
    ...(to === undefined ? {} : { to: monthText(to - (to % months) + months - 1) }),
  };
}
