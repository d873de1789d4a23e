import type { JSX } from 'react';
import { londonDay } from '../labels/periods.js';
import type { Change } from '../view/page-search.js';

interface AsOfChoiceProps {
  /** An instant or a date; undefined = the latest. */
  asOf: string | undefined;
  change: Change;
}

/** The day whose knowledge is shown: what came later is not in the figures. */
export function AsOfChoice({ asOf, change }: AsOfChoiceProps): JSX.Element {
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor="as-of">
        As known on
      </label>
      <input
        {...{ className: 'nhsuk-input wm-date', id: 'as-of', type: 'date', min: '2015-01-01' }}
        value={asOf === undefined ? '' : londonDay(asOf)}
        onChange={({ target: { value } }) => change({ asOf: value === '' ? undefined : value })}
      />
    </div>
  );
}
