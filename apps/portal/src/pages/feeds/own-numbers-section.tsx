import { useRef, useState, type JSX } from 'react';
import { Button, Details, Textarea } from 'nhsuk-react-components';
import { ownPseudonyms } from '../../api/own-pseudonyms.js';
import { Problem } from '../../layout/states.js';
import { useBusy } from '../../parts/use-busy.js';
import { faultOfNumbers, NO_NUMBERS, numbersIn, numbersSentence, type OwnNumbers } from './own-numbers.js';

interface OwnNumbersSectionProps {
  provider: string;
  /** Those of the page; nothing is asked where there are none. */
  codes: ReadonlySet<string>;
  numbers: OwnNumbers;
  onNumbers: (numbers: OwnNumbers) => void;
}

/** Puts own client numbers, pasted from one's own list, in the place of the codes that were made of them on arrival. */
export function OwnNumbersSection(props: OwnNumbersSectionProps): JSX.Element | null {
  const { provider, codes, numbers, onNumbers } = props;
  if (codes.size === 0) return null;
  return (
    <div className="wm-section">
      <Details id="own-numbers">
        <Details.Summary>Show our own client numbers</Details.Summary>
        <Details.Text>
          <p>
            The lists below name people by codes, because the client numbers of your files may be NHS numbers
            and are not kept. Paste your numbers here to see them in place of the codes.
          </p>
          <p>
            They are sent to Waymark to be made into codes, and are stored nowhere: they stay in this page
            alone, and are gone when you reload or leave it.
          </p>
          <NumbersForm {...{ provider, onNumbers }} shown={numbers.size > 0} />
        </Details.Text>
      </Details>
      <div role="status">
        {numbers.size === 0 ? null : <p className="wm-sentence">{numbersSentence(numbers, codes)}</p>}
      </div>
    </div>
  );
}

interface NumbersFormProps extends Pick<OwnNumbersSectionProps, 'provider' | 'onNumbers'> {
  /** Numbers stand in the lists already. */
  shown: boolean;
}

function NumbersForm({ provider, onNumbers, shown }: NumbersFormProps): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  const [fault, setFault] = useState('');
  const { busy, error, run } = useBusy();
  const show = async (): Promise<void> => {
    const own = numbersIn(field.current?.value ?? '');
    const found = faultOfNumbers(own);
    setFault(found);
    if (found === '') await run(async () => onNumbers(await byCode(provider, own)));
    else field.current?.focus();
  };
  const forget = (): void => {
    // What is on its way would bring them back.
    if (busy) return;
    if (field.current) field.current.value = '';
    field.current?.focus();
    onNumbers(NO_NUMBERS);
  };
  return (
    <>
      {/* Without autocomplete="off" a browser may keep what was pasted over a reload. */}
      <Textarea
        {...{ ref: field, id: 'own-client-numbers', rows: 6, spellCheck: false, autoComplete: 'off' }}
        label="Your client numbers, one on a line"
        hint="As they stand in the file that you sent: the column, copied from your spreadsheet."
        {...(fault === '' ? {} : { error: fault })}
      />
      <div className="wm-buttons">
        <Button
          {...{ type: 'button', small: true, 'aria-disabled': busy }}
          data-faro-user-action-name="show-own-numbers"
          onClick={() => void show()}
        >
          {busy ? 'Looking them up' : 'Show them in the lists'}
        </Button>
        {shown ? (
          <Button
            {...{ type: 'button', small: true, secondary: true, 'aria-disabled': busy }}
            onClick={forget}
          >
            Show the codes again
          </Button>
        ) : null}
      </div>
      {error === undefined ? null : <Problem error={error} />}
    </>
  );
}

async function byCode(provider: string, own: readonly string[]): Promise<OwnNumbers> {
  const codes = await ownPseudonyms(provider, own);
  return new Map(codes.map((code, nth) => [code, own[nth] ?? '']));
}
