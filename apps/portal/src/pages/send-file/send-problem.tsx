import { useEffect, useRef, type JSX } from 'react';
import { Button, WarningCallout } from 'nhsuk-react-components';
import { ApiProblem } from '../../api/problem.js';
import { PageLink } from '../../layout/page-link.js';

/** What is wrong with a file, by the server's code; the sentence behind it says what to do. */
const TITLES: Readonly<Record<string, string>> = {
  unreachable: 'The connection was lost',
  empty_file: 'There is nothing in this file',
  not_a_table: 'This file is not a table',
  not_a_workbook: 'This file is not a workbook',
  broken_workbook: 'This workbook is damaged',
  macro_workbook: 'This workbook holds macros',
  protected_workbook: 'This workbook has a password',
  workbook_too_large: 'This workbook is too large',
  missing_sheet: 'A sheet is missing',
  missing_column: 'A column is missing',
  duplicate_column: 'Two columns have one name',
  too_many_columns: 'There are too many columns',
  invalid_encoding: 'Some letters cannot be read',
  unclosed_quote: 'A quotation mark is not closed',
  row_too_long: 'A row is too long',
  body_cut_off: 'The file did not arrive whole',
  invalid_profile: 'The columns cannot be read in this way',
  unknown_profile: 'This way of reading is not kept any more',
  written_by_hand: 'This way of reading was not made on this page',
  import_running: 'Another file is being read in the same way',
};

/** Why a step failed, in plain words, and the way on. The focus moves here. */
export function SendProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [error]);
  const problem = error instanceof ApiProblem ? error : undefined;
  return (
    <div ref={place} role="alert" tabIndex={-1} className="wm-problem">
      <WarningCallout>
        <WarningCallout.Heading headingLevel="h3">{titleOf(problem)}</WarningCallout.Heading>
        <p>{problem?.detail ?? 'This page failed. Reload it and choose the file again.'}</p>
        {problem?.status === 0 ? (
          <p>What arrived is kept, and nothing is doubled when you send the same file again.</p>
        ) : null}
        {problem?.status === 401 ? (
          <p>
            <PageLink to="/sign-in" search={{ next: '/feeds/send' }}>
              Sign in again
            </PageLink>{' '}
            and choose the file once more. What arrived is kept, and nothing is doubled.
          </p>
        ) : null}
        {problem && problem.status !== 0 ? (
          <p className="wm-quiet">
            Code: <code>{problem.code}</code>
          </p>
        ) : null}
        {onRetry && (!problem || problem.passing || problem.status === 409) ? (
          <Button type="button" secondary small onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </WarningCallout>
    </div>
  );
}

function titleOf(problem: ApiProblem | undefined): string {
  if (!problem) return 'Something failed in this page';
  const title = TITLES[problem.code];
  if (title !== undefined) return title;
  if (problem.status === 401) return 'Your session has ended';
  if (problem.status === 403) return 'You may not send files for this provider';
  if (problem.status === 413) return 'This file is too large';
  if (problem.status === 429 || problem.status === 503) return 'Waymark is busy';
  if (problem.status >= 500) return 'Something failed on our side';
  return 'This file cannot be read';
}
