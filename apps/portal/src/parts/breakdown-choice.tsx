import type { JSX } from 'react';
import { DIMENSIONS, type Breakdown } from '@waymark/measures';
import { Select } from 'nhsuk-react-components';
import type { Change } from '../view/page-search.js';

interface BreakdownChoiceProps {
  /** Those that suit the page, in its order. */
  names: readonly Breakdown[];
  value: Breakdown | undefined;
  /** What no breakdown is called; absent: there is always one. */
  none?: string;
  change: Change;
}

/** What figures are broken down by. */
export function BreakdownChoice({ names, value, none, change }: BreakdownChoiceProps): JSX.Element {
  return (
    <Select
      {...{ id: 'by', label: 'By', value: value ?? '' }}
      onChange={({ target }) => change({ by: target.value === '' ? undefined : target.value })}
    >
      {none === undefined ? null : <option value="">{none}</option>}
      {names.map((name) => (
        <option key={name} value={name}>
          {DIMENSIONS[name].name}
        </option>
      ))}
    </Select>
  );
}

/** The breakdown that an address names, where the page has it. */
export function breakdownOf<T extends Breakdown>(
  text: string | undefined,
  names: readonly T[],
): T | undefined {
  return names.find((name) => name === text);
}
