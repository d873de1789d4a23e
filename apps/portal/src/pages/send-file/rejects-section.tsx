import type { JSX } from 'react';
import { Details } from 'nhsuk-react-components';
import type { Preview } from '../../api/import-schema.js';
import { counted } from '../../labels/numbers.js';
import { FileButton } from './parts.js';
import type { SendFile } from './use-send-file.js';

const SHOWN_AT_ONCE = 10;

/** The refused rows in sentences, and as a file to put right. */
export function RejectsSection({ way, preview }: { way: SendFile; preview: Preview }): JSX.Element | null {
  const { calls, state } = way;
  const { rejected, rejects } = preview;
  const { chosen, used } = state;
  if (rejected === 0 || !chosen || !used) return null;
  const sentences = rejects.map(({ sentence }) => sentence);
  const [first, rest] = [sentences.slice(0, SHOWN_AT_ONCE), sentences.slice(SHOWN_AT_ONCE)];
  return (
    <section aria-labelledby="refused" className="wm-refused">
      <h3 id="refused">{counted(rejected, 'row is', 'rows are')} refused</h3>
      <Sentences of={first} />
      {rest.length === 0 ? null : (
        <Details>
          <Details.Summary>Show {rest.length} more</Details.Summary>
          <Details.Text>
            <Sentences of={rest} />
            {rejects.length < rejected ? <p>Further rows are in the file of refused rows.</p> : null}
          </Details.Text>
        </Details>
      )}
      <p>
        Put them right in the file that you have and send all of it again, or only these rows: the file of
        refused rows holds them in your own columns, with what to correct beside each.
      </p>
      <FileButton
        {...{ className: 'nhsuk-button nhsuk-button--secondary nhsuk-button--small' }}
        load={() => calls.refusedRows(chosen.file, used.name)}
        fileName={`${chosen.file.name.replace(/\.[a-z0-9]{1,5}$/i, '')}-to-correct.csv`}
      >
        Download the refused rows
      </FileButton>
    </section>
  );
}

function Sentences({ of }: { of: readonly string[] }): JSX.Element {
  return (
    <ul className="wm-sentences">
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
