import { useRef, useState, type JSX } from 'react';
import { Button, Select, Textarea } from 'nhsuk-react-components';
import { validateEvents, type EventResult, type PushAnswer } from '../../api/validate-events.js';
import { counted } from '../../labels/numbers.js';
import { Problem } from '../../layout/states.js';
import { meaningOf, placeName, wayOf } from '../feeds/refusal-words.js';
import { useBusy } from '../../parts/use-busy.js';
import { triesOf, type Try } from './tries.js';

const FIELD = 'event';

interface TryEventProps {
  provider: string;
  prefix: string;
}

/** An event, checked as a push would check it, as the signed-in person of the provider; nothing is stored. */
export function TryEvent({ provider, prefix }: TryEventProps): JSX.Element {
  const tries = triesOf(prefix);
  const field = useRef<HTMLTextAreaElement>(null);
  const [answer, setAnswer] = useState<PushAnswer>();
  const [fault, setFault] = useState('');
  const { busy, error, run } = useBusy();
  const check = async (): Promise<void> => {
    const text = field.current?.value ?? '';
    const found = faultOfJson(text);
    setFault(found);
    setAnswer(undefined);
    if (found === '') await run(async () => setAnswer(await validateEvents(provider, text)));
    else field.current?.focus();
  };
  const take = (name: string): void => {
    if (field.current) field.current.value = textOf(tries.find((each) => each.name === name));
  };
  return (
    <section className="wm-section" aria-labelledby="try">
      <h2 id="try" className="nhsuk-heading-m">
        3. Try an event here
      </h2>
      <p>No key is needed: you are signed in. It is checked as a push would be, and nothing is stored.</p>
      <Select id="take" label="Begin with" onChange={(event) => take(event.target.value)}>
        {tries.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Textarea
        {...{ ref: field, id: FIELD, label: 'One event, or a list of them in brackets', rows: 14 }}
        {...{ className: 'wm-code-field', spellCheck: false, defaultValue: textOf(tries[0]) }}
        {...(fault === '' ? {} : { error: fault })}
      />
      <Button
        {...{ type: 'button', 'aria-disabled': busy }}
        data-faro-user-action-name="validate-event"
        onClick={() => void check()}
      >
        {busy ? 'Checking' : 'Check it'}
      </Button>
      <div aria-live="polite">{answer ? <Told answer={answer} /> : null}</div>
      {error === undefined ? null : <Problem error={error} />}
    </section>
  );
}

const textOf = (one: Try | undefined): string => JSON.stringify(one?.event ?? {}, null, 2);

/** What is wrong with the text before it is sent; empty when nothing is. */
export function faultOfJson(text: string): string {
  if (text.trim() === '') return 'Write an event, or begin with one of the list';
  try {
    JSON.parse(text);
    return '';
  } catch (fault) {
    // Browsers say where; the words of some quote what stands there, which stays in this page.
    return `This is not JSON: ${fault instanceof Error ? fault.message : 'it cannot be read'}`;
  }
}

function Told({ answer }: { answer: PushAnswer }): JSX.Element {
  const { accepted, duplicates, rejected, results } = answer;
  return (
    <div className="wm-told">
      <h3 className="nhsuk-heading-s">{toldHead(answer)}</h3>
      {accepted + duplicates > 0 && rejected > 0 ? (
        <p>Sent so, those that are taken count at once, and the others are put right and sent again.</p>
      ) : null}
      <ul>
        {results.map((result) => (
          <li key={result.index}>
            <Result result={result} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function toldHead({ accepted, duplicates, rejected }: PushAnswer): string {
  const all = accepted + duplicates + rejected;
  if (rejected === 0) return all === 1 ? 'It would be taken' : `All ${counted(all, 'event')} would be taken`;
  if (rejected === all)
    return all === 1 ? 'It would be refused' : `All ${counted(all, 'event')} would be refused`;
  return `${accepted + duplicates} of ${counted(all, 'event')} would be taken`;
}

function Result({ result }: { result: EventResult }): JSX.Element {
  const { index, id, status, code = '', pointer = '', detail = '' } = result;
  const name = id ?? `event ${index + 1}`;
  if (status === 'accepted')
    return (
      <>
        <strong>{name}</strong>: taken. It would count as soon as it is sent with a live key.
      </>
    );
  if (status === 'duplicate')
    return (
      <>
        <strong>{name}</strong>: a duplicate. The same event was taken before; it counts once.
      </>
    );
  return (
    <>
      <strong>{name}</strong>: refused at {placeName(pointer)}. {meaningOf(code, detail)} {wayOf(code)} Code:{' '}
      <code>{code}</code>
    </>
  );
}
