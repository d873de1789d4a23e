import type { JSX } from 'react';
import { Button } from 'nhsuk-react-components';
import { Problem } from '../../layout/states.js';
import { useBusy } from '../../parts/use-busy.js';

/** A new key, to try with or to count with. */
export function IssueKey({ issue }: { issue: (test: boolean) => Promise<void> }): JSX.Element {
  const { busy, error, run } = useBusy();
  return (
    <section className="wm-section" aria-labelledby="issue">
      <h2 id="issue" className="nhsuk-heading-m">
        Issue a key
      </h2>
      <p>
        A <strong>test key</strong> goes the whole way and is answered as a live one; nothing is stored and
        nothing counts. A <strong>live key</strong> counts.
      </p>
      <div className="wm-buttons">
        <Button
          {...{ type: 'button', secondary: true, 'aria-disabled': busy }}
          data-faro-user-action-name="issue-test-key"
          onClick={() => void run(() => issue(true))}
        >
          Issue a test key
        </Button>
        <Button
          {...{ type: 'button', 'aria-disabled': busy }}
          data-faro-user-action-name="issue-live-key"
          onClick={() => void run(() => issue(false))}
        >
          Issue a live key
        </Button>
      </div>
      {error === undefined ? null : <Problem error={error} />}
    </section>
  );
}
