import type { JSX } from 'react';

/** Made of an own id on arrival, where the profile of a file says so: nobody can read it back. */
const MADE = /^x\d+\.[0-9a-f]+$/;
const SHOWN = 12;

/** An own id as it was sent; of one that was made on arrival its beginning, and the whole of it in the file. */
export function OwnId({ id }: { id: string }): JSX.Element {
  if (!MADE.test(id)) return <>{id}</>;
  return <code title={id}>{id.slice(0, SHOWN)}…</code>;
}

/** What the ids are that nobody of the service has ever seen; nothing where there are none. */
export function MadeIds({ ids }: { ids: readonly string[] }): JSX.Element | null {
  if (!ids.some((id) => MADE.test(id))) return null;
  return (
    <p className="nhsuk-body-s">
      Ids that begin with x and a number were made from yours on arrival, because the profile of your file
      says so. A profile that keeps the column as it is (without <code>pseudonym</code>) gives you back your
      own.
    </p>
  );
}
