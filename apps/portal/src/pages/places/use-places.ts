import { useQuery } from '@tanstack/react-query';
import { answerQuery, questionPath, type Question } from '../../api/queries.js';
import type { Answer } from '../../api/schemas.js';
import { calledOf, type Called } from '../../api/use-call.js';
import { monthText } from '../../labels/periods.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { boardsAt, type BoardsAt } from '../../view/boards-at.js';
import { figuresOf } from '../../view/figures.js';
import { usePageChange, usePageSearch, type Change } from '../../view/page-search.js';
import { placeViewOf, type PlaceView } from '../../view/place-view.js';
import { questionsOf } from '../../view/questions.js';
import { boardFigures, type BoardFigure, type Figure } from '../../view/rows.js';
import { trendsSearch } from '../../view/search.js';
import { shownOf, viewOf, type View } from '../../view/view.js';

const OWN = ['at', 'boundaries', 'level', 'first', 'second', 'sub_icb', 'pcn'] as const;

/** The address of the page, read. */
export interface PlacesView {
  /** The measure, the area, the quarter and the filters, as on the page of trends. */
  view: View;
  /** The same for calls about one area in detail. */
  place: PlaceView;
  /** Today's boards on the map also for a quarter that had others. */
  today: boolean;
  /** What two places are compared at, and which. */
  compared: { level: string | undefined; first: string | undefined; second: string | undefined };
  /** Into which part of the area the reader has gone. */
  within: { sub_icb?: string; pcn?: string };
  shown: Readonly<Record<string, string | undefined>>;
  change: Change;
}

/** @returns undefined when the address names a measure that is not by quarter. */
export function usePlacesView(catalogue: Catalogue): PlacesView | undefined {
  const search = usePageSearch(OWN);
  const change = usePageChange(OWN);
  const view = viewOf(trendsSearch(search), catalogue.me, catalogue.measures, catalogue.areas);
  if (!view) return undefined;
  const { level, first, second, sub_icb, pcn, boundaries } = search;
  const today = boundaries === 'current';
  const place = placeViewOf(search, catalogue, {
    ...{ measure: view.measure.id, at: view.at, boundaries: today ? 'current' : undefined },
    ...{ level, first, second, sub_icb, pcn },
  });
  const { by: _, ...shown } = shownOf(view);
  return {
    ...{ view, place, change, today },
    compared: { level, first, second },
    within: { ...(sub_icb !== undefined && { sub_icb }), ...(pcn !== undefined && { pcn }) },
    shown: { ...place.shown, ...shown },
  };
}

/** The boards in the answers. */
export interface Places {
  /** What the map and the list are drawn from. */
  path: string;
  called: Called<Answer>;
  at: BoardsAt | undefined;
  /** Today's boards in every quarter; undefined while they are not there. */
  boards: BoardFigure[] | undefined;
  england: Figure[] | undefined;
  /** True where the quarter had other boards than today. */
  before: boolean;
  allPath: string;
  all: Called<Answer>;
}

/** The first month of today's boards. */
const CHANGE = 2026 * 12 + 3;

export function usePlaces({ view, today }: PlacesView, catalogue: Catalogue): Places {
  const { boards, englandByQuarter } = questionsOf(view, catalogue.me);
  const every = useQuery(answerQuery(boards));
  const england = useQuery(answerQuery(englandByQuarter));
  const questions = {
    ...{ boards, englandByQuarter, area: undefined },
    ...{ england: undefined, providers: undefined },
  };
  const figures = figuresOf(view, catalogue.areas, questions, {
    boards: every.data,
    englandByQuarter: england.data,
  });
  const latest = figures.boards && boardsAt(view, catalogue, figures.boards, figures.englandByQuarter);
  const before = latest !== undefined && latest.quarter.start < CHANGE;
  const asWas = before && !today ? asTheyWere(boards, latest.quarter.start) : undefined;
  const then = useQuery(answerQuery(asWas));
  const all = calledOf(questionPath(boards), every);
  const called = asWas ? calledOf(questionPath(asWas), then) : all;
  const shown = asWas ? then.data && boardFigures(then.data.rows, view.measure.unit) : figures.boards;
  const quarter = { ...view, at: view.at ?? undefined };
  return {
    ...{ called, before, all, boards: figures.boards, england: figures.englandByQuarter },
    path: called.path ?? '',
    allPath: all.path ?? '',
    at:
      asWas && shown
        ? boardsAt(quarter, catalogue, shown, figures.englandByQuarter)
        : asWas
          ? undefined
          : latest,
  };
}

/** The boards of one quarter as they were in it, and in the year before. */
function asTheyWere({ measure, params }: Question, start: number): Question {
  const { boundaries: _, ...others } = params;
  return {
    measure,
    params: { ...others, boundaries: 'as_was', from: monthText(start - 12), to: monthText(start + 2) },
  };
}
