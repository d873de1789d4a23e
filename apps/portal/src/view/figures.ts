import type { Answer, Areas } from '../api/schemas.js';
import { overlaps } from '../labels/periods.js';
import type { Questions } from './questions.js';
import { boardFigures, summedFigures, timeFigures, type BoardFigure, type Figure } from './rows.js';
import type { View } from './view.js';

/** Everything on the trends page that is a number; a member is undefined while its answer is not there. */
export interface Figures {
  area: Figure[] | undefined;
  /** Set beside the area; undefined also when the area is England. */
  england: Figure[] | undefined;
  englandByQuarter: Figure[] | undefined;
  boards: BoardFigure[] | undefined;
}

/** The answers to the questions of a view, as figures. */
export function figuresOf(
  view: View,
  areas: Areas,
  questions: Questions,
  answers: Partial<Record<keyof Questions, Answer | undefined>>,
): Figures {
  const { unit } = view.measure;
  const read = (answer: Answer | undefined): Figure[] | undefined => answer && timeFigures(answer.rows, unit);
  const inRange = ({ period }: Figure): boolean => overlaps(period, view.from, view.to);
  const boards = answers.boards && boardFigures(answers.boards.rows, unit);
  const area = questions.area ? read(answers.area) : boards && madeOfBoards(view, areas, boards);
  return {
    area: area?.filter(inRange),
    england: read(answers.england)?.filter(inRange),
    englandByQuarter: read(answers.englandByQuarter),
    boards,
  };
}

/** A board's own rows, or a region as the sum of its boards. */
function madeOfBoards({ area, measure }: View, areas: Areas, boards: BoardFigure[]): Figure[] {
  if (area.kind !== 'region') {
    const wanted = 'code' in area ? area.code : undefined;
    return boards.filter(({ board }) => board === wanted).sort((a, b) => a.period.start - b.period.start);
  }
  const inside = areas.boards.filter(({ region }) => region === area.code).map(({ code }) => code);
  return summedFigures(
    boards.filter(({ board }) => inside.includes(board)),
    measure.unit,
  );
}

/** The providers that have something in the area. */
export function providersOf(answer: Answer | undefined): string[] {
  const codes = (answer?.rows ?? []).map((row) => row['provider']);
  return [...new Set(codes.filter((code) => typeof code === 'string'))].sort();
}

/** The months that an answer by quarter or month reaches, both included; undefined when it has none. */
export function extentOf(answer: Answer | undefined): { first: number; last: number } | undefined {
  const periods = timeFigures(answer?.rows ?? [], 'count').map(({ period }) => period);
  if (periods.length === 0) return undefined;
  return {
    first: Math.min(...periods.map(({ start }) => start)),
    last: Math.max(...periods.map(({ start, months }) => start + months - 1)),
  };
}
