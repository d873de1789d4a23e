import type { JSX } from 'react';
import { Button, InsetText } from 'nhsuk-react-components';
import type { Preview } from '../../api/import-schema.js';
import { counted } from '../../labels/numbers.js';
import { CountsList } from './counts-list.js';
import { StepHeading, Working } from './parts.js';
import { RejectsSection } from './rejects-section.js';
import { SampleSection } from './sample-section.js';
import { SendProblem } from './send-problem.js';
import type { Used } from './steps.js';
import type { SendFile } from './use-send-file.js';

/** The file as it would be taken: nothing is sent yet. */
export function CheckStep(props: { way: SendFile; preview: Preview; used: Used }): JSX.Element {
  const { way, preview, used } = props;
  const { chosen, failed } = way.state;
  const reading = chosen?.reading.by;
  const own = reading === 'own';
  const good = preview.accepted + preview.duplicates;
  return (
    <section aria-label="Check what becomes of the file">
      <StepHeading caption={own ? 'Step 3 of 4' : 'Step 2 of 3'}>{headingOf(preview)}</StepHeading>
      <p className="wm-lead">
        <strong>{chosen?.file.name}</strong> was read by “{used.name}”. Nothing is sent yet.
      </p>
      {failed ? <SendProblem error={failed.error} onRetry={way.retry} /> : null}
      <CountsList counts={preview} accepted="Ready to send" />
      <RejectsSection way={way} preview={preview} />
      <SampleSection sample={preview.sample} />
      {good > 0 ? <BeforeSending preview={preview} used={used} /> : null}
      <div className="wm-steps">
        {good > 0 ? (
          <Button type="button" data-faro-user-action-name="send-file" onClick={way.send}>
            Send {counted(good, 'row')}
          </Button>
        ) : null}
        {own ? (
          <Button type="button" secondary onClick={() => way.back('map')}>
            Change the columns
          </Button>
        ) : null}
        {reading === 'stored' ? (
          <Button type="button" secondary aria-disabled={way.state.work !== undefined} onClick={way.edit}>
            Change how it is read
          </Button>
        ) : null}
        <Button type="button" secondary onClick={() => way.back('choose')}>
          Choose another file
        </Button>
      </div>
      {way.state.work === 'edit' ? <Working>The columns are being read.</Working> : null}
    </section>
  );
}

function headingOf({ rows, accepted, duplicates, rejected }: Preview): string {
  if (rows === 0) return 'No row of this file is data';
  if (accepted + duplicates === 0) return 'No row of this file can be sent';
  if (rejected === 0) return 'Every row can be sent';
  return `${counted(accepted + duplicates, 'row')} can be sent, ${counted(rejected, 'row is', 'rows are')} refused`;
}

function BeforeSending({ preview, used }: { preview: Preview; used: Used }): JSX.Element {
  return (
    <InsetText>
      <p>
        Rows of this file replace the same rows of files sent by “{used.name}” before: nothing is counted
        twice.
        {preview.rejected > 0 ? ' The refused rows stay as they are until you send them corrected.' : ''}
      </p>
      {used.snapshot ? (
        <p>
          Each file of this kind holds every row there is. When it is sent, you see which rows are gone since
          the last one, and decide.
        </p>
      ) : null}
    </InsetText>
  );
}
