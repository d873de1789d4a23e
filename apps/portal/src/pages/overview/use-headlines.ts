import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { callPath, callQuery, questionPath, type Params } from '../../api/queries.js';
import { answer, type Answer, type Areas, type Me, type Measure } from '../../api/schemas.js';
import { spcAnswer, type SpcAnswer } from '../../api/spc-schema.js';
import { calledOf, type Called } from '../../api/use-call.js';
import { londonDay, monthText, parsePeriod } from '../../labels/periods.js';
import type { Pins } from '../../view/page-search.js';
import { boardFigures, summedFigures, timeFigures, type Figure } from '../../view/rows.js';
import { placeName, placeParams, seesEverywhere, type Area } from '../../view/view.js';

/** The figures of one measure that stand on the overview. */
export interface Headline {
  measure: Measure;
  area: Figure[] | undefined;
  england: Figure[] | undefined;
  /** The region around a board. */
  region: { name: string; figures: Figure[] } | undefined;
  /** The control chart; undefined while it is not there, or where the measure has none. */
  spc: SpcAnswer | undefined;
  called: Called<Answer>;
}

export interface Place {
  me: Me;
  area: Area;
  areas: Areas;
  pins: Pins;
}

/** Long enough to see a trend, short enough that a control chart is about now. */
const YEARS = 2;

/** Measures for an area, by quarter, beside its region and England, each with its control chart. */
export function useHeadlines(measures: Measure[], place: Place): Headline[] {
  const paths = measures.map((measure) => pathsOf(measure, place));
  const own = useEach(
    paths.map((each) => each.own),
    answer,
  );
  const beside = useEach(
    paths.map((each) => each.england),
    answer,
  );
  const around = useEach(
    paths.map((each) => each.region),
    answer,
  );
  const charts = useEach(
    paths.map((each) => each.spc),
    spcAnswer,
  );
  const read = (measure: Measure, data: Answer | undefined): Figure[] | undefined =>
    data && timeFigures(data.rows, measure.unit);
  return measures.flatMap((measure, index) => {
    const { [index]: called } = own;
    if (!called) return [];
    const england = read(measure, beside[index]?.data);
    const region = regionOf(measure, place, around[index]?.data);
    return [{ measure, area: read(measure, called.data), england, region, spc: charts[index]?.data, called }];
  });
}

/** An answer of the region itself, or by its boards: then the sum of what can be shown of them. */
function regionOf(measure: Measure, place: Place, data: Answer | undefined): Headline['region'] {
  const code = regionAround(place);
  if (!data || code === undefined) return undefined;
  const { areas } = place;
  const inside = areas.boards.filter(({ region }) => region === code).map((board) => board.code);
  const figures = seesEverywhere(place.me)
    ? timeFigures(data.rows, measure.unit)
    : summedFigures(
        boardFigures(data.rows, measure.unit).filter(({ board }) => inside.includes(board)),
        measure.unit,
      );
  return { name: placeName(code, areas), figures };
}

function regionAround({ area, areas }: Place): string | undefined {
  if (area.kind !== 'board') return undefined;
  return areas.boards.find(({ code }) => code === area.code)?.region;
}

/** A call for each address, in their order; an address that is not there is not asked. */
function useEach<T>(paths: (string | undefined)[], schema: z.ZodType<T>): (Called<T> | undefined)[] {
  const asked = paths.filter((path) => path !== undefined);
  const queries: readonly unknown[] = useQueries({
    queries: asked.map((path) => callQuery(path, schema)),
  });
  return paths.map((path) => {
    if (path === undefined) return undefined;
    return calledOf(path, queries[asked.indexOf(path)] as UseQueryResult<T>);
  });
}

interface Paths {
  own: string;
  england: string | undefined;
  region: string | undefined;
  spc: string | undefined;
}

function pathsOf(measure: Measure, place: Place): Paths {
  const { me, area } = place;
  const ask = (params: Params): string =>
    questionPath({ measure: measure.id, params: { ...common(place), by: 'quarter', ...params } });
  const benchmark = seesEverywhere(me) ? {} : { of: 'england' };
  const isEngland = area.kind === 'england';
  const charted = measure.counting !== undefined && (!isEngland || seesEverywhere(me));
  const chart = { ...common(place), ...placeParams(area), measure: measure.id };
  return {
    own: ask(isEngland ? benchmark : placeParams(area)),
    england: isEngland || measure.unit === 'count' ? undefined : ask(benchmark),
    region: regionPath(measure, place, ask),
    spc: charted ? callPath('spc', chart) : undefined,
  };
}

/** Shares alone add up; whoever may not ask for a region asks for the boards, of which it is made. */
function regionPath(measure: Measure, place: Place, ask: (params: Params) => string): string | undefined {
  const region = regionAround(place);
  if (region === undefined || measure.unit !== 'proportion') return undefined;
  if (seesEverywhere(place.me)) return ask({ region });
  return measure.counting?.byTime === false || !measure.counting ? undefined : ask({ by: 'icb,quarter' });
}

/** Whole quarters, so that England may be asked by everybody. No version: the page is about several measures. */
function common({ pins }: Place): Params {
  const kept = { asOf: pins.asOf, editions: pins.editions, boundaries: 'current' };
  const today = parsePeriod(londonDay(pins.asOf ?? new Date().toISOString()).slice(0, 7));
  return today ? { ...kept, from: monthText(today.start - (today.start % 3) - YEARS * 12) } : kept;
}
