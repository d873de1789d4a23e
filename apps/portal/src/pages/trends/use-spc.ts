import { useQuery } from '@tanstack/react-query';
import { answerQuery, callPath, type Params, type Question } from '../../api/queries.js';
import type { Answer, Me } from '../../api/schemas.js';
import { spcAnswer, type SpcAnswer } from '../../api/spc-schema.js';
import { useCall, type Called } from '../../api/use-call.js';
import { parsePeriod } from '../../labels/periods.js';
import { questionsOf } from '../../view/questions.js';
import type { View } from '../../view/view.js';

/** Something that happened in a month and is marked on the chart. */
export interface Happening {
  month: number;
  kind: 'boundary_change' | 'provider_joined' | 'provider_left' | 'rebase' | 'note';
  text: string;
}

export interface Spc {
  called: Called<SpcAnswer>;
  happenings: Happening[];
}

/** Whether there is a control chart of a view: it is counted by month, which not everybody sees of every area. */
export function hasSpc({ measure, detailed }: View): boolean {
  return measure.counting !== undefined && detailed;
}

/** The control chart of a view, and what is marked on it. */
export function useSpc(view: View, me: Me): Spc {
  const monthly = hasSpc(view) ? monthlyQuestion(view, me) : undefined;
  const called = useCall(monthly && callPath('spc', spcParams(view, monthly)), spcAnswer);
  const flagged = useQuery(answerQuery(monthly)).data;
  return { called, happenings: [...flaggedMonths(flagged), ...chosenMonths(view)] };
}

/** The area of the page by month. */
function monthlyQuestion(view: View, me: Me): Question | undefined {
  return questionsOf({ ...view, grain: 'month' }, me).area;
}

function spcParams({ measure, spc }: View, { params }: Question): Params {
  return { ...params, by: undefined, measure: measure.id, target: spc.target, rebase: spc.rebase };
}

const FLAG_TEXT = {
  boundary_change: 'boundaries changed',
  provider_joined: 'a provider joined',
  provider_left: 'a provider left',
};

function flaggedMonths(answer: Answer | undefined): Happening[] {
  return (answer?.rows ?? []).flatMap(({ month, flags = [] }) => {
    const period = typeof month === 'string' ? parsePeriod(month) : undefined;
    if (!period) return [];
    const kinds = (Object.keys(FLAG_TEXT) as (keyof typeof FLAG_TEXT)[]).filter((kind) =>
      flags.includes(kind),
    );
    return kinds.map((kind) => ({ month: period.start, kind, text: FLAG_TEXT[kind] }));
  });
}

function chosenMonths({ spc: { rebase, note } }: View): Happening[] {
  const rebased = rebase === undefined ? undefined : parsePeriod(rebase);
  const noted = noteOf(note);
  return [
    ...(rebased ? [{ month: rebased.start, kind: 'rebase' as const, text: 'limits worked out anew' }] : []),
    ...(noted ? [{ month: noted.month, kind: 'note' as const, text: noted.text }] : []),
  ];
}

/** A note of the address: a month, then what happened. */
export function noteOf(note: string | undefined): { month: number; text: string } | undefined {
  const [, month = '', text = ''] = /^(\S+) (.+)$/.exec(note ?? '') ?? [];
  const period = parsePeriod(month);
  return period && text !== '' ? { month: period.start, text } : undefined;
}
