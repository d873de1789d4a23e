import { useEffect, useRef, useState, type JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkboxes, InsetText, Table } from 'nhsuk-react-components';
import type { Gone, GoneEvent, ImportAnswer } from '../../api/import-schema.js';
import type { FileCalls } from '../../api/send.js';
import { count, counted } from '../../labels/numbers.js';
import { Loading } from '../../layout/states.js';
import { kindsText, spanText } from './event-words.js';
import { Faults, Working } from './parts.js';
import { SendProblem } from './send-problem.js';
import { patiently, wait } from './patience.js';
import { voidBatches } from './voids.js';

const SURE = 'sure-1';

interface GoneProps {
  calls: FileCalls;
  profile: string;
  result: ImportAnswer;
}

/** Of a profile whose files are whole: the rows that the last file no longer holds, taken back only when a person says so. */
export function GoneSection({ calls, profile, result }: GoneProps): JSX.Element {
  const asked = useQuery({
    queryKey: ['gone', calls.provider, profile, result.id],
    // It is asked again until the rows of the file are counted.
    queryFn: () => patiently(() => calls.gone(profile), { onWait: () => undefined, wait }),
  });
  const gone = asked.data;
  return (
    <section aria-labelledby="gone" className="wm-gone">
      <h3 id="gone">Rows that are gone from this file</h3>
      {asked.error && !gone ? <SendProblem error={asked.error} onRetry={() => void asked.refetch()} /> : null}
      {asked.isPending ? <Loading what="which rows are gone" /> : null}
      {gone ? <GoneRows {...{ gone, calls }} /> : null}
    </section>
  );
}

function GoneRows({ gone, calls }: { gone: Gone; calls: FileCalls }): JSX.Element {
  const { total, listed, import: last } = gone;
  if (last && last.rejected > 0)
    return (
      <InsetText>
        <p>
          {counted(last.rejected, 'row of this file is', 'rows of this file are')} refused, and a refused row
          is not gone. Send the corrected rows first; what is gone is shown then.
        </p>
      </InsetText>
    );
  if (!last || total === 0) return <p>None: everything that was sent before is in this file, too.</p>;
  return (
    <>
      <p>
        {counted(total, 'event that earlier files made is', 'events that earlier files made are')} not in this
        file. They count until you take them back.
        {listed.length < total ? ` The first ${count(listed.length)} are dealt with first.` : ''}
      </p>
      <GoneTable listed={listed} />
      <TakeBack {...{ listed, last, calls }} />
    </>
  );
}

const SHOWN = 20;
/** Enough to tell one code from another. */
const CODE_CHARS = 12;

/** A row of the file is a referral or a part of one, which is how people know it again: by its days. */
function GoneTable({ listed }: { listed: readonly GoneEvent[] }): JSX.Element {
  const referrals = bySubject(listed);
  return (
    <div className="wm-scroll" role="region" aria-label="Rows that are gone" tabIndex={0}>
      <Table caption="No longer in the file, by referral" captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>What</Table.Cell>
            <Table.Cell>When</Table.Cell>
            <Table.Cell>Code of the referral</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {referrals.slice(0, SHOWN).map(([subject, events]) => (
            <Table.Row key={subject}>
              <Table.Cell>{kindsText(events)}</Table.Cell>
              <Table.Cell>{spanText(events.map(({ time }) => time))}</Table.Cell>
              <Table.Cell>
                <code>{subject.length > CODE_CHARS ? `${subject.slice(0, CODE_CHARS)}…` : subject}</code>
              </Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
      {referrals.length > SHOWN ? (
        <p className="nhsuk-body-s">
          The first {SHOWN} of {count(referrals.length)} referrals.
        </p>
      ) : null}
    </div>
  );
}

function bySubject(listed: readonly GoneEvent[]): [string, GoneEvent[]][] {
  const found = new Map<string, GoneEvent[]>();
  for (const event of listed) found.set(event.subject, [...(found.get(event.subject) ?? []), event]);
  return [...found];
}

interface TakeBackProps {
  listed: readonly GoneEvent[];
  last: NonNullable<Gone['import']>;
  calls: FileCalls;
}

/** Nothing is taken back without a person's word. */
function TakeBack({ listed, last, calls }: TakeBackProps): JSX.Element {
  const [sure, setSure] = useState(false);
  const [state, setState] = useState<{ busy?: true; done?: number; error?: unknown; asked: number }>({
    asked: 0,
  });
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => said.current?.focus(), [state.done]);
  const takeBack = async (): Promise<void> => {
    if (state.busy) return;
    if (!sure) {
      setState(({ asked }) => ({ asked: asked + 1 }));
      return;
    }
    setState(({ asked }) => ({ asked, busy: true }));
    try {
      for (const batch of voidBatches(listed, last)) await calls.push(batch);
      setState({ asked: 0, done: listed.length });
    } catch (error) {
      setState({ asked: 0, error });
    }
  };
  if (state.done !== undefined)
    return (
      <p ref={said} tabIndex={-1} role="status">
        {counted(state.done, 'event is', 'events are')} taken back. If a later file holds them again, they
        count again.
      </p>
    );
  const faults = state.asked > 0 ? [{ field: SURE, text: 'Say that these rows are to count no more' }] : [];
  return (
    <>
      <Faults faults={faults} attempts={state.asked} />
      <Checkboxes {...{ idPrefix: 'sure', name: 'sure' }} {...(faults[0] && { error: faults[0].text })}>
        <Checkboxes.Item
          id={SURE}
          value="sure"
          checked={sure}
          onChange={(event) => setSure(event.target.checked)}
        >
          I have looked at them: they are to count no more
        </Checkboxes.Item>
      </Checkboxes>
      <Button
        {...{ type: 'button', warning: true, 'aria-disabled': state.busy === true }}
        data-faro-user-action-name="take-back"
        onClick={() => void takeBack()}
      >
        Take back {counted(listed.length, 'event')}
      </Button>
      {state.busy ? <Working>The events are being taken back.</Working> : null}
      {state.error === undefined ? null : <SendProblem error={state.error} onRetry={() => void takeBack()} />}
    </>
  );
}
