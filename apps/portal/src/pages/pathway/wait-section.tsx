import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { callPath } from '../../api/queries.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { useCall } from '../../api/use-call.js';
import { rounded } from '../../labels/numbers.js';
import { Cite } from '../../parts/cite.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { byText, breakdownFigures } from '../../view/breakdowns.js';
import { figureIn } from '../../view/rows.js';
import { WAITS, type PathwayView, type Wait } from './use-pathway.js';
import { named } from '../../view/groups.js';

const WAIT_NAMES: Readonly<Record<Wait, string>> = {
  days_to_contact: 'From the referral to the first contact',
  days_to_first_session: 'From the referral to the first session',
};

/** How long people wait: the day by which half, and nine in ten, have been reached. */
export function WaitSection(props: { view: PathwayView; catalogue: Catalogue }): JSX.Element | null {
  const { view, catalogue } = props;
  const { by, wait, params } = view;
  const half = catalogue.measures.find(({ id }) => id === `${wait}.p50`);
  const path = (id: string, more: Record<string, string> = {}): string =>
    callPath(`measures/${id}`, { ...params, ...more });
  const called = useCall(path(`${wait}.p50`, { by }), answer);
  const whole = useCall(path(`${wait}.p50`), answer);
  const most = useCall(path(`${wait}.p90`), answer);
  if (!half) return null;
  const middle = dayIn(whole.data, half);
  return (
    <BreakdownSection
      id="wait-groups"
      title="How long people wait"
      measure={half}
      about={half}
      by={by}
      words={{ one: 'group', many: 'groups' }}
      called={called}
      groups={
        called.data && breakdownFigures(called.data.rows, by, half.unit, named(catalogue.areas, called.data))
      }
      reference={middle === null ? null : { value: middle, name: 'everybody' }}
      controls={<WaitChoice view={view} />}
      more={waitSentence(middle, dayIn(most.data, half))}
      footer={
        <Cite title={`${half.name} by ${byText(by)}, ${view.name}`} answer={called.data} shown={view.shown} />
      }
    />
  );
}

function dayIn(whole: Answer | undefined, measure: Measure): number | null {
  const [row] = whole?.rows ?? [];
  return row ? figureIn(row, measure.unit).value : null;
}

function waitSentence(half: number | null, most: number | null): string {
  if (half === null) return '';
  const nine =
    most === null
      ? 'Nine in ten are not reached within two years.'
      : `Nine in ten by ${rounded(most, 'days')}.`;
  return `Of everybody, half are reached within ${rounded(half, 'days')}. ${nine}`;
}

function WaitChoice({ view: { wait, change } }: { view: PathwayView }): JSX.Element {
  return (
    <Select
      {...{ id: 'wait', label: 'Wait', value: wait }}
      formGroupProps={{ className: 'wm-quarter' }}
      onChange={(event) => change({ wait: event.target.value })}
    >
      {WAITS.map((each) => (
        <option key={each} value={each}>
          {WAIT_NAMES[each]}
        </option>
      ))}
    </Select>
  );
}
