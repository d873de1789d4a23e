import type { JSX } from 'react';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import { breakdownFigures } from '../../view/breakdowns.js';
import type { Staying } from './use-staying.js';
import { named } from '../../view/groups.js';

/** Who came back after a silence: by quarter, or by the groups that curves are of. */
export function ReturnsSection({ staying }: { staying: Staying }): JSX.Element | null {
  const { returned, detail, reEngaged, by = 'quarter' } = staying;
  const { catalogue, name, shown } = detail;
  if (!reEngaged) return null;
  const { data } = returned;
  return (
    <BreakdownSection
      {...{ id: 'returns', title: reEngaged.name, measure: reEngaged, by, called: returned }}
      words={by === 'quarter' ? { one: 'quarter', many: 'quarters' } : { one: 'group', many: 'groups' }}
      groups={data && breakdownFigures(data.rows, by, 'proportion', named(catalogue.areas, data))}
      footer={<Cite title={`${reEngaged.name}, ${name}`} answer={data} shown={shown} />}
    />
  );
}
