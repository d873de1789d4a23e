import { useEffect, useRef, useState, type JSX } from 'react';
import { Button, Table, Tag } from 'nhsuk-react-components';
import type { Key } from '../../api/keys.js';
import { londonTime } from '../../labels/periods.js';
import { Empty, Problem } from '../../layout/states.js';
import { useBusy } from '../../parts/use-busy.js';

interface KeysListProps {
  keys: readonly Key[];
  revoke: (id: string) => Promise<void>;
}

/** Every key, the newest first, revoked ones included, by what names it: what it is was shown once. */
export function KeysList({ keys, revoke }: KeysListProps): JSX.Element {
  const [asked, setAsked] = useState<string>();
  const valid = keys.filter(({ revokedAt }) => revokedAt === undefined).length;
  return (
    <section className="wm-section" aria-labelledby="keys">
      <h2 id="keys" className="nhsuk-heading-m">
        Your keys
      </h2>
      {keys.length === 0 ? <Empty title="There is no key yet." /> : null}
      {keys.length === 0 ? null : (
        <>
          <p>
            {valid} of {keys.length} {valid === 1 ? 'is' : 'are'} valid.
          </p>
          <div className="wm-scroll wm-keys" role="region" aria-label="Table of your keys" tabIndex={0}>
            <Table firstCellIsHeader caption="Your keys, the newest first" captionProps={{ size: 's' }}>
              <Table.Head>
                <Table.Row>
                  {['Key', 'Valid', '', 'For', 'Issued'].map((head) => (
                    <Table.Cell key={head}>
                      {head === '' ? <span className="nhsuk-u-visually-hidden">Revoke</span> : head}
                    </Table.Cell>
                  ))}
                </Table.Row>
              </Table.Head>
              <Table.Body>
                {keys.toReversed().map((key) => (
                  <KeyRow key={key.id} {...{ token: key, onAsk: () => setAsked(key.id) }} />
                ))}
              </Table.Body>
            </Table>
          </div>
        </>
      )}
      {asked === undefined ? null : (
        <Confirm
          key={asked}
          {...{ id: asked, onKeep: () => setAsked(undefined) }}
          onRevoke={async () => {
            await revoke(asked);
            setAsked(undefined);
          }}
        />
      )}
    </section>
  );
}

function KeyRow({ token, onAsk }: { token: Key; onAsk: () => void }): JSX.Element {
  const { id, test, createdAt, revokedAt } = token;
  return (
    <Table.Row>
      <Table.Cell>
        <code>{id}</code>
      </Table.Cell>
      <Table.Cell>
        {revokedAt === undefined ? (
          <Tag modifier="green">Valid</Tag>
        ) : (
          <>
            <Tag modifier="grey">Revoked</Tag> {londonTime(revokedAt)}
          </>
        )}
      </Table.Cell>
      <Table.Cell>
        {revokedAt === undefined ? (
          <button type="button" className="wm-step" onClick={onAsk}>
            Revoke<span className="nhsuk-u-visually-hidden"> {id}</span>
          </button>
        ) : null}
      </Table.Cell>
      <Table.Cell>{test ? 'Testing: nothing is stored' : 'Sending: it counts'}</Table.Cell>
      <Table.Cell>{londonTime(createdAt)}</Table.Cell>
    </Table.Row>
  );
}

/** Asked before a key is revoked, since nothing makes it valid again. */
function Confirm(props: { id: string; onKeep: () => void; onRevoke: () => Promise<void> }): JSX.Element {
  const { id, onKeep, onRevoke } = props;
  const { busy, error, run } = useBusy();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="wm-confirm" role="group" aria-labelledby="revoke-title">
      <h3 id="revoke-title" className="nhsuk-heading-s">
        Revoke {id}?
      </h3>
      <p>
        Programs that use it are refused from then on, within a second. It cannot be made valid again; events
        that it sent stay.
      </p>
      <div className="wm-buttons">
        <Button
          {...{ type: 'button', warning: true, small: true, 'aria-disabled': busy }}
          data-faro-user-action-name="revoke-key"
          onClick={() => void run(onRevoke)}
        >
          Revoke it
        </Button>
        <Button type="button" secondary small onClick={onKeep}>
          Keep it
        </Button>
      </div>
      {error === undefined ? null : <Problem error={error} />}
    </div>
  );
}
