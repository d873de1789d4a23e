import type { JSX } from 'react';
import { Button } from 'nhsuk-react-components';
import type { ImportAnswer } from '../../api/import-schema.js';
import { counted } from '../../labels/numbers.js';
import { PageLink } from '../../layout/page-link.js';
import { CountsList } from './counts-list.js';
import { GoneSection } from './gone-section.js';
import { StepHeading } from './parts.js';
import { RejectsSection } from './rejects-section.js';
import type { Used } from './steps.js';
import type { SendFile } from './use-send-file.js';

/** What became of the file, and what is left to do. */
export function DoneStep(props: { way: SendFile; result: ImportAnswer; used: Used }): JSX.Element {
  const { way, result, used } = props;
  const { preview, chosen } = way.state;
  const { accepted, duplicates, rejected } = result;
  return (
    <section aria-label="What became of the file">
      <StepHeading caption="Done">
        {rejected === 0
          ? 'Every row is in'
          : `${counted(accepted + duplicates, 'row is', 'rows are')} in, ${counted(rejected, 'row was', 'rows were')} refused`}
      </StepHeading>
      <p className="wm-lead">
        <strong>{chosen?.file.name}</strong> was read by “{used.name}”. Its rows are counted within a minute:{' '}
        <PageLink to="/feeds" search={{ provider: way.calls.provider }}>
          see what arrived
        </PageLink>
        .
      </p>
      <CountsList counts={result} accepted="Taken" />
      {preview && rejected > 0 ? <RejectsSection way={way} preview={preview} /> : null}
      {rejected > 0 ? <HowToCorrect name={used.name} /> : null}
      {used.snapshot ? <GoneSection {...{ calls: way.calls, profile: used.name, result }} /> : null}
      <Button type="button" onClick={way.again} data-faro-user-action-name="send-another-file">
        {rejected > 0 ? 'Send the corrected rows' : 'Send another file'}
      </Button>
    </section>
  );
}

function HowToCorrect({ name }: { name: string }): JSX.Element {
  return (
    <>
      <h3>How to put them right</h3>
      <ol>
        <li>Download the refused rows and open the file in your spreadsheet.</li>
        <li>Correct the cells that “What to correct” names. Leave the headings as they are.</li>
        <li>Save it as a CSV file, and send it here, read as before by “{name}”.</li>
      </ol>
      <p>The corrected rows are added to those that are in. Nothing is counted twice.</p>
    </>
  );
}
