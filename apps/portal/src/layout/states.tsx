import type { JSX, ReactNode } from 'react';
import { Button, InsetText, WarningCallout } from 'nhsuk-react-components';
import { ApiProblem } from '../api/problem.js';

/** A page that is coming, said to screen readers as well. */
export function Loading({ what }: { what: string }): JSX.Element {
  return (
    <div className="wm-loading" role="status">
      <span>Loading {what}</span>
    </div>
  );
}

/** A quiet placeholder of the size of a chart; what is loading is said beside it. */
export function Placeholder(): JSX.Element {
  return <div className="wm-loading wm-loading--chart" aria-hidden="true" />;
}

export function Empty({ title, children }: { title: string; children?: ReactNode }): JSX.Element {
  return (
    <InsetText>
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </InsetText>
  );
}

/** What went wrong, in plain words, with the server's own reason and its code; and a way on. */
export function Problem(props: { error: unknown; onRetry?: () => void; children?: ReactNode }): JSX.Element {
  const { error, onRetry, children } = props;
  const problem = error instanceof ApiProblem ? error : undefined;
  return (
    <div role="alert">
      <WarningCallout>
        <WarningCallout.Heading>{problemTitle(problem)}</WarningCallout.Heading>
        <p>
          {problem?.detail ??
            'This page failed. Reload it; if it fails again, tell whoever runs this Waymark.'}
        </p>
        {problem ? (
          <p className="wm-quiet">
            Code: <code>{problem.code}</code>
          </p>
        ) : null}
        {children}
        {onRetry ? (
          <Button type="button" secondary small onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </WarningCallout>
    </div>
  );
}

function problemTitle(problem: ApiProblem | undefined): string {
  if (!problem) return 'Something failed in this page';
  if (problem.status === 0) return 'Waymark cannot be reached';
  if (problem.status === 403) return 'You do not have access to this';
  if (problem.status === 404) return 'There is nothing at this address';
  if (problem.status === 429) return 'Too many questions at once';
  if (problem.status === 503) return 'Waymark is not ready to answer';
  if (problem.status >= 500) return 'Something failed on our side';
  return 'This question cannot be answered';
}
