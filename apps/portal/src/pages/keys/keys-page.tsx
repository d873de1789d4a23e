import { useState, type JSX } from 'react';
import {
  issueKey,
  keysAnswer,
  keysPath,
  revokeKey,
  type IssuedKey,
  type KeysAnswer,
} from '../../api/keys.js';
import { useCall } from '../../api/use-call.js';
import { Loading, Problem } from '../../layout/states.js';
import { FeedsFrame } from '../feeds/feeds-frame.js';
import { IssueKey } from './issue-key.js';
import { KeyShown } from './key-shown.js';
import { KeysList } from './keys-list.js';

/** A provider's own keys: which there are, a new one, a change of keys, and revoking. */
export function KeysPage(): JSX.Element {
  return (
    <FeedsFrame
      title="Keys"
      lead="A key lets a program send events for your service. Whoever has it can send as you: keep it as you keep a password."
    >
      {(provider) => <Keys key={provider} provider={provider} />}
    </FeedsFrame>
  );
}

function Keys({ provider }: { provider: string }): JSX.Element {
  const { data, error, retry } = useCall(keysPath(provider), keysAnswer);
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!data) return <Loading what="your keys" />;
  return <KeysOf {...{ provider, answer: data, retry }} />;
}

function KeysOf(props: { provider: string; answer: KeysAnswer; retry: () => void }): JSX.Element {
  const { provider, answer, retry } = props;
  const [issued, setIssued] = useState<IssuedKey>();
  const [said, setSaid] = useState('');
  const issue = async (test: boolean): Promise<void> => {
    setIssued(await issueKey(provider, { test }));
    setSaid('');
    retry();
  };
  const revoke = async (id: string): Promise<void> => {
    await revokeKey(provider, id);
    if (issued?.id === id) setIssued(undefined);
    setSaid(`${id} is revoked. Within a second it is refused everywhere.`);
    retry();
  };
  return (
    <>
      <p role="status" className={said === '' ? 'nhsuk-u-visually-hidden' : 'wm-said'}>
        {said}
      </p>
      {issued ? <KeyShown key={issued.id} issued={issued} onDone={() => setIssued(undefined)} /> : null}
      <KeysList keys={answer.keys} revoke={revoke} />
      <IssueKey issue={issue} />
      <Change />
      <Prefixes prefixes={answer.sourcePrefixes} />
      <Suppliers suppliers={answer.suppliers} />
    </>
  );
}

function Change(): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="change">
      <h2 id="change" className="nhsuk-heading-m">
        Change a key without a gap
      </h2>
      <ol>
        <li>Issue a new key. It is valid beside the old one.</li>
        <li>Give it to the program that sends, and see in My feed that events arrive.</li>
        <li>Revoke the old one. Within a second it is refused.</li>
      </ol>
      <p>
        Do the same at once when somebody who had the key leaves, or when it may have been seen. What a key
        sent stays, also after it is revoked.
      </p>
    </section>
  );
}

function Prefixes({ prefixes }: { prefixes: KeysAnswer['sourcePrefixes'] }): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="prefix">
      <h2 id="prefix" className="nhsuk-heading-m">
        Your prefix
      </h2>
      <p>
        The <code>source</code> of each event begins with{' '}
        {prefixes.map((prefix, nth) => (
          <span key={prefix}>
            {nth === 0 ? '' : ' or '}
            <code>{prefix}</code>
          </span>
        ))}
        . It says that the event is yours.
      </p>
    </section>
  );
}

function Suppliers({ suppliers }: { suppliers: KeysAnswer['suppliers'] }): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="suppliers">
      <h2 id="suppliers" className="nhsuk-heading-m">
        Suppliers that send for you
      </h2>
      {suppliers.length === 0 ? (
        <p>
          None. A software supplier that sends for several services has one key for all of them, and the
          administrator of this Waymark says for whom.
        </p>
      ) : (
        <>
          <ul>
            {suppliers.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
          <p>
            They have keys of their own, which are not listed here. To end it ask the administrator of this
            Waymark.
          </p>
        </>
      )}
    </section>
  );
}
