import { useMemo } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { calledOf, type Called } from '../../api/use-call.js';
import { answerQuery, questionPath, type Question } from '../../api/queries.js';
import type { Answer } from '../../api/schemas.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { figuresOf, providersOf, type Figures } from '../../view/figures.js';
import { questionsOf, type Questions } from '../../view/questions.js';
import { trendsSearch } from '../../view/search.js';
import { viewOf, type View } from '../../view/view.js';

/** What the address asks to see; undefined when it names a measure without a trend. */
export function useView({ me, measures, areas }: Catalogue): View | undefined {
  const raw = useSearch({ strict: false });
  const search = useMemo(() => trendsSearch(raw), [raw]);
  return useMemo(() => viewOf(search, me, measures, areas), [search, me, measures, areas]);
}

/** One answer of the API, and what was asked. */
export interface Source {
  question: Question;
  answer: Called<Answer>;
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
  const boardsSource = {
    question: questions.boards,
    answer: calledOf(questionPath(questions.boards), boards),
  };
  return {
    ...figuresOf(view, catalogue.areas, questions, data),
    source: questions.area
      ? { question: questions.area, answer: calledOf(questionPath(questions.area), area) }
      : boardsSource,
    boardsSource,
    englandError: england.error,
    retry: () => {
      for (const answer of Object.values(answers)) if (answer.isError) void answer.refetch();
    },
    providers: providersOf(providers.data),
  };
}
