import type { JSX } from 'react';
import { callPath } from '../../api/queries.js';
import { answer } from '../../api/schemas.js';
import { useCall } from '../../api/use-call.js';
import { Cite } from '../../parts/cite.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { partsText } from '../../sentences/figure-text.js';
import { exact } from '../../labels/numbers.js';
import { byText, breakdownFigures } from '../../view/breakdowns.js';
import { figureIn } from '../../view/rows.js';
import type { PathwayView } from './use-pathway.js';
import { named } from '../../view/groups.js';

/** Onward referrals whose beginning nobody sent: how much of the pathway is out of sight. */
export function UnlinkedSection(props: { view: PathwayView; catalogue: Catalogue }): JSX.Element | null {
  const { view, catalogue } = props;
  const { by, params } = view;
  const measure = catalogue.measures.find(({ id }) => id === 'unlinked');
  const called = useCall(callPath('measures/unlinked', { ...params, by }), answer);
  const whole = useCall(callPath('measures/unlinked', params), answer);
  if (!measure) return null;
  const [row] = whole.data?.rows ?? [];
  const all = row && figureIn(row, measure.unit);
  const parts = all ? partsText(all) : '';
  const more =
    all && all.value !== null
      ? `In all it is ${exact(all.value, 'proportion')}${parts === '' ? '' : ` (${parts})`}: what became of the referral before is not known for these.`
      : '';
  return (
    <BreakdownSection
      id="unlinked"
      title="Onward referrals without a known beginning"
      measure={measure}
      about={measure}
      by={by}
      words={{ one: 'group', many: 'groups' }}
      called={called}
      groups={
        called.data &&
        breakdownFigures(called.data.rows, by, measure.unit, named(catalogue.areas, called.data))
      }
      reference={all && all.value !== null ? { value: all.value, name: 'everybody' } : null}
      more={more}
      footer={
        <Cite
          title={`${measure.name} by ${byText(by)}, ${view.name}`}
          answer={called.data}
          shown={view.shown}
        />
      }
    />
  );
}
