import { useState, type JSX } from 'react';
import { ACTIVITIES, ATTENDANCE_OUTCOMES, SEXES } from '@waymark/events';
import { Button, Select, TextInput } from 'nhsuk-react-components';
import type { MappingProps } from './columns-table.js';
import { FIELDS } from './mapping-faults.js';
import { columnOf, NO_SESSION, REFUSED, withCode, wordsOf, type Coded, type Mapping } from './mapping.js';
import { errorAt } from './parts.js';

interface CodesProps extends MappingProps {
  coded: Coded;
}

const TITLES: Readonly<Record<Coded, string>> = {
  outcome: 'What the words for coming mean',
  activity: 'What the words for activities mean',
  sex: 'What the words for sex mean',
};

const MISTAKE = 'A mistake: refuse these rows';
const LISTS: Readonly<Record<Coded, readonly (readonly [string, string])[]>> = {
  outcome: [
    [REFUSED, MISTAKE],
    ...Object.entries(ATTENDANCE_OUTCOMES),
    [NO_SESSION, 'No session: leave it out'],
  ],
  // Of an activity without a code the kind is not known, which refuses nothing.
  activity: [[REFUSED, 'Not known: count as other'], ...Object.entries(ACTIVITIES)],
  sex: [[REFUSED, MISTAKE], ...Object.entries(SEXES)],
};

/** The words of a column, each with what it stands for; those that nobody knows first. */
export function CodesSection({ coded, mapping, remap, faults }: CodesProps): JSX.Element {
  const codes = mapping.codes[coded];
  const isKnown = (word: string): boolean => (codes[word] ?? REFUSED) !== REFUSED;
  // As they stood when the page came on show: a word that is given a code stays where it is.
  const [order] = useState(() => wordsOf(mapping, coded).toSorted((a, b) => +isKnown(a) - +isKnown(b)));
  const added = wordsOf(mapping, coded).filter((word) => !order.includes(word));
  const words = [...order.filter((word) => wordsOf(mapping, coded).includes(word)), ...added];
  const open = words.filter((word) => !isKnown(word)).length;
  return (
    <fieldset className="nhsuk-fieldset wm-codes">
      <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{TITLES[coded]}</legend>
      {open === 0 ? null : (
        <p className="nhsuk-body-s">
          {open === 1 ? 'One of these words is' : `${open} of these words are`} not known. A word that is a
          mistake stays one: its rows are refused, and you put them right.
        </p>
      )}
      <div className="wm-codes__words">
        {words.map((word, at) => (
          <Select
            key={word}
            {...{ id: FIELDS.code(coded, at), label: `‘${word}’`, value: codes[word] ?? REFUSED }}
            {...errorAt(faults, FIELDS.code(coded, at))}
            onChange={(event) => remap(withCode(mapping, coded, word, event.target.value))}
          >
            {LISTS[coded].map(([code, label]) => (
              <option key={code} value={code}>
                {label}
              </option>
            ))}
          </Select>
        ))}
      </div>
      <AddWord
        coded={coded}
        onAdd={(word) => remap(withWord(mapping, coded, word))}
        isThere={(word) => words.includes(word)}
      />
    </fieldset>
  );
}

/** The page sees the first rows only; further down there may be others. */
function AddWord(props: {
  coded: Coded;
  onAdd: (word: string) => void;
  isThere: (word: string) => boolean;
}): JSX.Element {
  const { coded, onAdd, isThere } = props;
  const [word, setWord] = useState('');
  const add = (): void => {
    const text = word.trim();
    if (text !== '' && !isThere(text)) onAdd(text);
    setWord('');
  };
  return (
    <div className="wm-add">
      <TextInput
        {...{ id: `add-${coded}`, label: 'Another word that stands there', value: word, width: 10 }}
        labelProps={{ className: 'wm-small-label' }}
        onChange={(event) => setWord(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button type="button" secondary small onClick={add}>
        Add the word
      </Button>
    </div>
  );
}

function withWord(mapping: Mapping, coded: Coded, word: string): Mapping {
  const { across } = mapping;
  if (coded === 'outcome' && across?.used === true)
    return { ...mapping, across: { ...across, values: [...across.values, word] } };
  const name = columnOf(mapping, coded)?.name;
  const columns = mapping.columns.map((column) =>
    column.name === name ? { ...column, values: [...column.values, word] } : column,
  );
  return { ...mapping, columns };
}
