import { useEffect, useRef, useState, type JSX } from 'react';
import { Button, WarningCallout } from 'nhsuk-react-components';
import type { IssuedKey } from '../../api/keys.js';
import { copyText } from '../../parts/copy-text.js';

/** A key that was just issued, this once: it stands in this page alone, and is nowhere after it. */
export function KeyShown({ issued, onDone }: { issued: IssuedKey; onDone: () => void }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => box.current?.focus(), []);
  const copy = async (): Promise<void> => {
    field.current?.select();
    setCopied(await copyText(issued.key));
  };
  return (
    <div ref={box} tabIndex={-1} className="wm-issued" role="group" aria-labelledby="issued">
      <WarningCallout>
        <WarningCallout.Heading headingLevel="h2" id="issued">
          Your new {issued.test ? 'test' : 'live'} key: copy it now
        </WarningCallout.Heading>
        <p>It is shown this once and kept nowhere: who loses it issues another.</p>
        <label className="nhsuk-label" htmlFor="issued-key">
          {issued.id}
        </label>
        <input
          {...{ ref: field, id: 'issued-key', className: 'nhsuk-input wm-key-field', readOnly: true }}
          {...{ value: issued.key, spellCheck: false, autoComplete: 'off' }}
          onFocus={(event) => event.target.select()}
        />
        <div className="wm-buttons">
          <Button type="button" small onClick={() => void copy()}>
            Copy the key
          </Button>
          <Button type="button" secondary small onClick={onDone}>
            I have kept it
          </Button>
        </div>
        <p role="status">
          {copied === undefined ? '' : copied ? 'Copied.' : 'It is selected: copy it with Ctrl+C or ⌘C.'}
        </p>
      </WarningCallout>
    </div>
  );
}
