import { useState, type JSX, type ReactNode } from 'react';
import type { Roving } from './use-roving.js';

interface ReadOutProps {
  /** The chosen one in words. */
  children: ReactNode;
  /** How many there are. */
  count: number;
  roving: Roving;
  /** What the two buttons say, as ["Smaller", "Larger"]. */
  steps: readonly [string, string];
}

/** The chosen mark in words, with two buttons that reach every mark also where marks are smaller than a finger. */
export function MarkReadOut({ children, count, roving, steps }: ReadOutProps): JSX.Element {
  // Read out after a button only: in the chart, the focused mark says the same.
  const [stepped, setStepped] = useState(false);
  const step = (by: number): void => {
    setStepped(true);
    roving.select(Math.min(Math.max(roving.active + by, 0), count - 1));
  };
  return (
    <div className="wm-reading">
      <div className="wm-reading__text" aria-live={stepped ? 'polite' : 'off'}>
        {children}
      </div>
      <div className="wm-reading__steps">
        {steps.map((name, nth) => (
          <button
            key={name}
            {...{ type: 'button', className: 'wm-step' }}
            aria-disabled={roving.active === (nth === 0 ? 0 : count - 1)}
            onClick={() => step(nth === 0 ? -1 : 1)}
            onBlur={() => setStepped(false)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
