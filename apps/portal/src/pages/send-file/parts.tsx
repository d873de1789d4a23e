import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react';
import { ErrorSummary } from 'nhsuk-react-components';
import { saveFile } from '../../parts/save-file.js';
import type { Fault } from './mapping-faults.js';
import { SendProblem } from './send-problem.js';

/** The heading of a step; the keyboard moves here when the step comes on show. */
export function StepHeading(props: { caption: string; children: ReactNode; focused?: boolean }): JSX.Element {
  const { caption, children, focused = true } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused]);
  return (
    <h2 ref={heading} tabIndex={-1} className="nhsuk-heading-m wm-step-heading">
      <span className="nhsuk-caption-m">{caption}</span>
      {children}
    </h2>
  );
}

/** What has to be put right, each with a way to its field. @param attempts makes the focus move here once more */
export function Faults({
  faults,
  attempts,
}: {
  faults: readonly Fault[];
  attempts: number;
}): JSX.Element | null {
  if (faults.length === 0) return null;
  return (
    <ErrorSummary key={attempts}>
      <ErrorSummary.Title>There is a problem</ErrorSummary.Title>
      <ErrorSummary.List>
        {faults.map(({ field, text }) => (
          <ErrorSummary.ListItem key={field + text} href={`#${field}`}>
            {text}
          </ErrorSummary.ListItem>
        ))}
      </ErrorSummary.List>
    </ErrorSummary>
  );
}

/** The error of a field, as the design system's fields take it. */
export function errorAt(faults: readonly Fault[], field: string): { error?: string } {
  const fault = faults.find((each) => each.field === field);
  return fault ? { error: fault.text } : {};
}

interface FileButtonProps {
  load: () => Promise<Blob>;
  fileName: string;
  className?: string;
  children: ReactNode;
}

/** Fetches a file and gives it to the person. */
export function FileButton({
  load,
  fileName,
  className = 'wm-step',
  children,
}: FileButtonProps): JSX.Element {
  const [state, setState] = useState<{ busy?: boolean; error?: unknown }>({});
  const download = async (): Promise<void> => {
    if (state.busy === true) return;
    setState({ busy: true });
    try {
      saveFile(await load(), fileName);
      setState({});
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <>
      <button
        {...{ type: 'button', className }}
        aria-disabled={state.busy === true}
        data-faro-user-action-name="download-file"
        onClick={() => void download()}
      >
        {children}
      </button>
      {state.error === undefined ? null : <SendProblem error={state.error} onRetry={() => void download()} />}
    </>
  );
}

/** What a person waits for, said once. */
export function Working({ children }: { children: ReactNode }): JSX.Element {
  return (
    <p role="status" className="wm-working">
      {children}
    </p>
  );
}
