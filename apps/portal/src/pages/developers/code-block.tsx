import { useState, type JSX } from 'react';
import { copyText } from '../../parts/copy-text.js';

/** Code to take away. @param name as in "Copy the example in Python" */
export function CodeBlock({ name, text }: { name: string; text: string }): JSX.Element {
  const [copied, setCopied] = useState<boolean>();
  const copy = async (): Promise<void> => setCopied(await copyText(text));
  return (
    <div className="wm-code">
      <pre tabIndex={0} role="region" aria-label={name}>
        {text}
      </pre>
      <p className="wm-download">
        <button
          {...{ type: 'button', className: 'wm-step' }}
          data-faro-user-action-name="copy-example"
          onClick={() => void copy()}
        >
          Copy<span className="nhsuk-u-visually-hidden"> {name}</span>
        </button>
        <span role="status">
          {copied === undefined ? '' : copied ? 'Copied.' : 'Select the text and copy it by hand.'}
        </span>
      </p>
    </div>
  );
}
