import type { JSX } from 'react';
import { count } from '../../labels/numbers.js';
import { StepHeading, Working } from './parts.js';
import { SendProblem } from './send-problem.js';
import type { SendFile } from './use-send-file.js';

/** A file under way. */
export function SendStep({ way }: { way: SendFile }): JSX.Element {
  const { chosen, failed, progress, preview, waiting } = way.state;
  const all = preview?.rows ?? 0;
  const done = Math.min(progress?.rows ?? 0, all);
  return (
    <section aria-label="Sending">
      <StepHeading caption={chosen?.reading.by === 'own' ? 'Step 4 of 4' : 'Step 3 of 3'}>
        {failed ? 'The file is not wholly in' : 'The file is being sent'}
      </StepHeading>
      {failed ? (
        <SendProblem error={failed.error} onRetry={way.retry} />
      ) : (
        <>
          <Working>{waiting ?? 'Keep this page open until it is done.'}</Working>
          <label className="nhsuk-label" htmlFor="sent-rows">
            {count(done)} of {count(all)} rows
          </label>
          <progress id="sent-rows" className="wm-progress" max={Math.max(1, all)} value={done} />
          <p className="wm-quiet">
            If the connection breaks, send the same file again: it goes on where it was, and nothing is
            doubled.
          </p>
        </>
      )}
    </section>
  );
}
