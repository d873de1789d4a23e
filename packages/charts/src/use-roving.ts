import { useRef, useState, type KeyboardEvent } from 'react';

export interface Roving {
  /** The item that Tab reaches, or that a pointer is on. */
  active: number;
  select: (index: number) => void;
  itemProps: (index: number) => {
    tabIndex: 0 | -1;
    ref: (element: SVGGElement | null) => void;
    onFocus: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** One Tab stop for a row of items, arrow keys, Home and End between them. */
export function useRoving(count: number, initial: number): Roving {
  const [chosen, setChosen] = useState<number>();
  const elements = useRef<(SVGGElement | null)[]>([]);
  const active = Math.min(Math.max(chosen ?? initial, 0), Math.max(0, count - 1));
  const move = (event: KeyboardEvent, index: number): void => {
    const next = nextIndex(event.key, index, count);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    elements.current[next]?.focus();
  };
  return {
    active,
    select: setChosen,
    itemProps: (index) => ({
      tabIndex: index === active ? 0 : -1,
      ref: (element) => {
        elements.current[index] = element;
      },
      onFocus: () => setChosen(index),
      onKeyDown: (event) => move(event, index),
    }),
  };
}

/** @returns undefined for keys that do not move. */
export function nextIndex(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, index + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
