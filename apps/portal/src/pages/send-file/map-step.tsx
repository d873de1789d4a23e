import type { JSX, SubmitEvent } from 'react';
import { Button, InsetText } from 'nhsuk-react-components';
import { useQuery } from '@tanstack/react-query';
import { CodesSection } from './codes-section.js';
import { ColumnsTable } from './columns-table.js';
import { CODED, makes, columnOf, wordsOf, acrossUsed, type Mapping } from './mapping.js';
import { Faults, StepHeading, Working } from './parts.js';
import { QuestionsSection } from './questions-section.js';
import { SendProblem } from './send-problem.js';
import type { SendFile } from './use-send-file.js';

/** The second step for a file of own columns: the guess, and what no file says. */
export function MapStep({ way, mapping }: { way: SendFile; mapping: Mapping }): JSX.Element {
  const { state, remap } = way;
  const busy = state.work !== undefined;
  const kept = useQuery({
    queryKey: ['file-profiles', way.calls.provider],
    queryFn: () => way.calls.profiles(),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!busy) way.checkMapping();
  };
  const isKept = kept.data?.some(({ name }) => name === mapping.name) === true;
  return (
    <section aria-label="Say what the columns are">
      <Faults faults={state.faults} attempts={state.attempts} />
      {state.failed ? <SendProblem error={state.failed.error} onRetry={way.retry} /> : null}
      <StepHeading caption="Step 2 of 4" focused={state.attempts === 0 || state.faults.length === 0}>
        Say what the columns are
      </StepHeading>
      <p className="wm-lead">
        This is what the columns of <strong>{state.chosen?.file.name}</strong> seem to be, by their headings,
        their first rows and what you said before. Put right what is wrong. Columns that are not used, such as
        names and notes, are never kept.
      </p>
      <form noValidate onSubmit={submit}>
        <ColumnsTable {...{ mapping, remap, faults: state.faults }} />
        <Made mapping={mapping} />
        {CODED.filter((coded) => wordsOf(mapping, coded).length > 0).map((coded) => (
          <CodesSection key={coded} {...{ coded, mapping, remap, faults: state.faults }} />
        ))}
        <QuestionsSection {...{ mapping, remap, faults: state.faults, isKept }} />
        <div className="wm-steps">
          <Button aria-disabled={busy} data-faro-user-action-name="check-mapping">
            {busy ? 'Checking the file' : 'Check the file'}
          </Button>
          <Button type="button" secondary onClick={() => way.back('choose')}>
            Choose another file
          </Button>
        </div>
        {busy ? (
          <Working>{state.waiting ?? 'Every row is being checked. Nothing is sent yet.'}</Working>
        ) : null}
      </form>
    </section>
  );
}

/** What becomes of a file as it is mapped now, in a sentence. */
function Made({ mapping }: { mapping: Mapping }): JSX.Element | null {
  const { sessions, referrals } = makes(mapping);
  const outcome = acrossUsed(mapping) !== undefined || columnOf(mapping, 'outcome') !== undefined;
  if (sessions && referrals && outcome) return null;
  return (
    <InsetText>
      {sessions && !referrals ? (
        <p>
          No column says when people were referred. Their sessions are kept, and are in no figure until a file
          with their referrals is sent: with the same numbers for the same people.
        </p>
      ) : null}
      {sessions && !outcome ? (
        <p>No column says whether people came: the sessions are kept as booked, without an outcome.</p>
      ) : null}
      {referrals && !sessions ? (
        <p>Only referrals are made of this file: no column is about sessions.</p>
      ) : null}
      {!referrals && !sessions ? <p>Nothing is made of this file as it is now.</p> : null}
    </InsetText>
  );
}
