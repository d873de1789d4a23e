import type { GuessAnswer, ImportAnswer, Preview } from '../../api/import-schema.js';
import type { Fault } from './mapping-faults.js';
import type { Mapping } from './mapping.js';

/** How a file is to be read. */
export type Reading =
  | { by: 'stored'; name: string; hash: string; snapshot: boolean }
  | { by: 'template'; name: string; hash: string }
  | { by: 'own' };

/** The profile that reads the file, once it is known. */
export interface Used {
  name: string;
  /** Tells it from every other; '' where the server does not say. */
  hash: string;
  snapshot: boolean;
}

export interface Chosen {
  file: File;
  reading: Reading;
}

/** A call under way. */
export type Work = 'guess' | 'preview' | 'edit' | 'send';

/** Where a person is on the way from a file to what became of it. What was decided is kept on the way back. */
export interface State {
  step: 'choose' | 'map' | 'check' | 'send' | 'done';
  chosen?: Chosen;
  guess?: GuessAnswer;
  mapping?: Mapping;
  used?: Used;
  preview?: Preview;
  /** How far a file under way is, once the server tells. */
  progress?: ImportAnswer;
  result?: ImportAnswer;
  work?: Work;
  /** Why the last call failed, and which one. */
  failed?: { work: Work; error: unknown };
  /** What has to be put right on the step on show. */
  faults: readonly Fault[];
  /** Counts what was refused or failed, so that the focus goes there again. */
  attempts: number;
  /** The server is busy with something else; it is asked again by itself. */
  waiting?: string;
  /** The profile with which the next file is read, as the last one was. */
  again?: string;
}

export type Action =
  | { do: 'refuse'; faults: readonly Fault[] }
  | { do: 'work'; work: Work; chosen?: Chosen }
  | { do: 'guessed'; guess: GuessAnswer; mapping: Mapping }
  | { do: 'remap'; mapping: Mapping }
  | { do: 'previewed'; preview: Preview; used: Used }
  | { do: 'wait'; why: string | undefined }
  | { do: 'progress'; progress: ImportAnswer }
  | { do: 'sent'; result: ImportAnswer }
  | { do: 'fail'; error: unknown }
  | { do: 'back'; to: 'choose' | 'map' | 'check' }
  | { do: 'again' };

export const START: State = { step: 'choose', faults: [], attempts: 0 };

/** The next state; what does not fit the step on show changes nothing. */
export function next(state: State, action: Action): State {
  switch (action.do) {
    case 'refuse':
      return { ...quiet(state), faults: action.faults, attempts: state.attempts + 1 };
    case 'work':
      return begun(state, action);
    case 'guessed':
      return { ...mapped(state), guess: action.guess, mapping: action.mapping };
    case 'remap':
      return { ...state, mapping: action.mapping };
    case 'previewed':
      return { ...quiet(state), step: 'check', preview: action.preview, used: action.used };
    case 'wait':
      return withWaiting(state, action.why);
    case 'progress':
      return state.work === 'send' ? { ...withWaiting(state, undefined), progress: action.progress } : state;
    case 'sent':
      return { ...quiet(state), step: 'done', result: action.result };
    case 'fail':
      return failed(state, action.error);
    case 'back':
      return { ...quiet(state), step: action.to };
    case 'again': {
      const { used } = state;
      return { ...START, ...(used && { again: used.name }) };
    }
  }
}

/** Nothing under way, nothing to complain of. */
function quiet({ work: _work, failed: _failed, waiting: _waiting, ...state }: State): State {
  return { ...state, faults: [] };
}

/** Whoever looks at the columns reads the file by them from then on. */
function mapped(state: State): State {
  const { chosen } = state;
  return { ...quiet(state), step: 'map', ...(chosen && { chosen: { ...chosen, reading: { by: 'own' } } }) };
}

function begun(state: State, { work, chosen }: { work: Work; chosen?: Chosen }): State {
  const { progress: _, ...rest } = quiet(state);
  return { ...rest, work, ...(chosen && { chosen }), ...(work === 'send' && { step: 'send' as const }) };
}

function withWaiting({ waiting: _, ...state }: State, why: string | undefined): State {
  return why === undefined ? state : { ...state, waiting: why };
}

/** A call that failed leaves the person where it was begun. */
function failed(state: State, error: unknown): State {
  const { work } = state;
  if (work === undefined) return state;
  const step = work === 'send' ? 'send' : state.step;
  return { ...quiet(state), step, failed: { work, error }, attempts: state.attempts + 1 };
}
