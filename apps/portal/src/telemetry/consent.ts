import { useSyncExternalStore } from 'react';

export type Choice = 'agreed' | 'refused';

/** Where the answer is kept. It has to be, so as not to be asked for again; it never leaves the browser. */
export const CHOICE_KEY = 'waymark.telemetry';
const KEPT_DAYS = 365;
const DAY_MS = 86_400_000;

const listeners = new Set<() => void>();
/** Where the browser keeps nothing, the answer holds for as long as the page is open. */
let unkept: Choice | undefined;

/** Whether the pages may tell of themselves; undefined: not asked yet, or a year ago. */
export function choice(): Choice | undefined {
  try {
    return kept(localStorage.getItem(CHOICE_KEY)) ?? unkept;
  } catch {
    return unkept;
  }
}

export function choose(chosen: Choice): void {
  try {
    localStorage.setItem(CHOICE_KEY, `${chosen} ${new Date().toISOString().slice(0, 10)}`);
  } catch {
    // Storage is switched off, or full.
    unkept = chosen;
  }
  for (const listener of listeners) listener();
}

/** Tells of every answer, also of one given in another tab. */
export function onChoice(listener: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent): void => {
    if (key === CHOICE_KEY || key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', elsewhere);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', elsewhere);
  };
}

export function useChoice(): Choice | undefined {
  return useSyncExternalStore(onChoice, choice);
}

function kept(text: string | null): Choice | undefined {
  const [, chosen, day] = /^(agreed|refused) (\d{4}-\d\d-\d\d)$/.exec(text ?? '') ?? [];
  if (chosen === undefined || day === undefined) return undefined;
  return Date.now() - Date.parse(day) < KEPT_DAYS * DAY_MS ? (chosen as Choice) : undefined;
}
