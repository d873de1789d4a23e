import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import type { Measure } from '../api/schemas.js';
import type { Change } from '../view/page-search.js';

interface MeasureChoiceProps {
  /** Those that suit the page, in the registry's order. */
  measures: Measure[];
  value: string;
  change: Change;
}

/** Which measure is on show. */
export function MeasureChoice({ measures, value, change }: MeasureChoiceProps): JSX.Element {
  const kinds = [...new Set(measures.map(kindOf))];
  return (
    <Select
      {...{ id: 'measure', label: 'Measure', value }}
      onChange={(event) => change({ measure: event.target.value })}
    >
      {kinds.map((kind) => (
        <optgroup key={kind} label={kind}>
          {measures
            .filter((measure) => kindOf(measure) === kind)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  );
}

const OVER: Record<string, string> = {
  referrals: 'Of referrals',
  starters: 'Of people who started',
  sessions: 'Of booked sessions',
  onward: 'Of onward referrals',
};

/** What a measure is counted over, as a heading. */
export function kindOf({ counting, timing, outcome }: Measure): string {
  if (timing) return 'Over time since referral or first session';
  if (outcome) return 'Change in outcomes';
  return OVER[counting?.over ?? ''] ?? 'Others';
}
