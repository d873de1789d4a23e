import type { JSX } from 'react';
import { isMade, useOwnNumbers } from './own-numbers.js';

const SHOWN = 12;

/**
 * An own id as it was sent; of one that was made on arrival the own number where it is known, else its beginning (the whole of it is
 * in the file).
 */
export function OwnId({ id }: { id: string }): JSX.Element {
  const number = useOwnNumbers().get(id);
  if (number !== undefined) return <>{number}</>;
  if (!isMade(id)) return <>{id}</>;
  return <code title={id}>{id.slice(0, SHOWN)}…</code>;
}

/** What the codes are that nobody of the service has ever seen; nothing where none is left. */
export function MadeIds({ ids }: { ids: readonly string[] }): JSX.Element | null {
  const numbers = useOwnNumbers();
  if (!ids.some((id) => isMade(id) && !numbers.has(id))) return null;
  return (
    <p className="nhsuk-body-s">
      Codes that begin with x and a number were made from yours on arrival, because the profile of your file
      says so. You can <a href="#own-numbers">see your own numbers in their place</a>.
    </p>
  );
}
