import { useMemo, useRef } from 'react';
import { useQuery, useSuspenseQuery, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { answerQuery, areasQuery, measuresQuery, type Question } from '../../api/queries.js';
import type { Answer, Areas, Me, Measure } from '../../api/schemas.js';
import { figuresOf, providersOf, type Figures } from '../../view/figures.js';
import { questionsOf, type Questions } from '../../view/questions.js';
import { trendsSearch, type TrendsSearch } from '../../view/search.js';
import { viewOf, type View } from '../../view/view.js';

const route = getRouteApi('/signed-in/');

export type Change = (patch: { [name in keyof TrendsSearch]?: TrendsSearch[name] | undefined }) => void;

/** Changes of one control that follow each other this quickly are one step of the browser's history. */
const SAME_STEP_MS = 1_000;

/** Writes what was chosen into the address, which is where the page reads it from. */
export function useChange(): Change {
  const navigate = route.useNavigate();
  const last = useRef({ control: '', at: 0 });
  return (patch) => {
    const control = Object.keys(patch).join();
    const replace = control === last.current.control && Date.now() - last.current.at < SAME_STEP_MS;
    last.current = { control, at: Date.now() };
    const search = (before: TrendsSearch): TrendsSearch => trendsSearch({ ...before, ...patch });
    void navigate({ search, replace, resetScroll: false });
  };
}

export interface Catalogue {
  me: Me;
  measures: Measure[];
  areas: Areas;
}

/** Who is looking, and what there is to choose from. */
export function useCatalogue(me: Me): Catalogue {
  const measures = useSuspenseQuery(measuresQuery).data;
  const areas = useSuspenseQuery(areasQuery).data;
  return { me, measures, areas };
}

/** What the address asks to see; undefined when it names a measure without a trend. */
export function useView({ me, measures, areas }: Catalogue): View | undefined {
  const search = route.useSearch();
  return useMemo(() => viewOf(search, me, measures, areas), [search, me, measures, areas]);
}

/** One answer of the API, and what was asked. */
export interface Source {
  question: Question;
  answer: UseQueryResult<Answer>;
}

export interface Trends extends Figures {
  /** What the trend is drawn from: an answer of its own, or the boards'. */
  source: Source;
  boardsSource: Source;
  /** Set when England could not be had; the area is shown without it. */
  englandError: Error | null;
  /** Asks again whatever failed. */
  retry: () => void;
  providers: string[];
}

/** The answers behind a view, as figures. */
export function useTrends(view: View, catalogue: Catalogue): Trends {
  const questions = questionsOf(view, catalogue.me);
  const answers: Record<keyof Questions, UseQueryResult<Answer>> = {
    area: useQuery(answerQuery(questions.area)),
    england: useQuery(answerQuery(questions.england)),
    englandByQuarter: useQuery(answerQuery(questions.englandByQuarter)),
    boards: useQuery(answerQuery(questions.boards)),
    providers: useQuery(answerQuery(questions.providers)),
  };
  const { area, england, englandByQuarter, boards, providers } = answers;
  const data = {
    ...{ area: area.data, boards: boards.data, england: england.data },
    englandByQuarter: englandByQuarter.data,
  };
  const boardsSource = { question: questions.boards, answer: boards };
  return {
    ...figuresOf(view, catalogue.areas, questions, data),
    source: questions.area ? { question: questions.area, answer: area } : boardsSource,
    boardsSource,
    englandError: england.error,
    retry: () => {
      for (const answer of Object.values(answers)) if (answer.isError) void answer.refetch();
    },
    providers: providersOf(providers.data),
  };
}
