import type { JSX } from 'react';
import type { Stage } from '@waymark/charts';
import { Select } from 'nhsuk-react-components';
import type { Areas } from '../../api/schemas.js';
import type { PathwayRow } from '../../api/pathway-schema.js';
import { count, rounded } from '../../labels/numbers.js';
import { PageLink } from '../../layout/page-link.js';
import { Cite } from '../../parts/cite.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { FiguresTable } from '../../parts/figures-table.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { breakdownName, byText, codeName } from '../../view/breakdowns.js';
import { codesOf, STAGE_NAMES, stagesOf, stepFigures, STEP_NAMES, STEPS } from '../../view/stages.js';
import type { PathwayCalls, PathwayView } from './use-pathway.js';
import { named } from '../../view/groups.js';

interface StepSectionProps {
  view: PathwayView;
  calls: PathwayCalls;
  catalogue: Catalogue;
}

/** One step for every group of a breakdown: who is lost, not only where. */
export function StepSection({ view, calls, catalogue }: StepSectionProps): JSX.Element {
  const { by, step, name } = view;
  const { groups, whole } = calls;
  const rows = groups.data?.rows;
  const areas = named(catalogue.areas, groups.data);
  const all = whole.data?.rows.find(({ stage }) => stage === step)?.previous;
  return (
    <>
      <BreakdownSection
        id="step-groups"
        title={`Who comes further, by ${byText(by)}`}
        measure={{ name: STEP_NAMES[step], unit: 'proportion' }}
        by={by}
        words={{ one: 'group', many: 'groups' }}
        called={groups}
        groups={rows && stepFigures(rows, by, step, areas)}
        reference={all ? { value: all.value, name: 'everybody' } : null}
        controls={<StepChoice view={view} />}
        footer={
          <>
            {rows && rows.length > 0 ? <EveryStage {...{ rows, view, areas }} /> : null}
            <Cite
              title={`${STEP_NAMES[step]} by ${byText(by)}, ${name}`}
              answer={groups.data}
              shown={view.shown}
            />
            <p>
              Whether two areas differ by who is referred or by what happens to like people is on{' '}
              <PageLink to="/places">the page about places</PageLink>.
            </p>
          </>
        }
      />
    </>
  );
}

function StepChoice({ view: { step, change } }: { view: PathwayView }): JSX.Element {
  return (
    <Select
      {...{ id: 'step', label: 'Step', value: step }}
      formGroupProps={{ className: 'wm-quarter' }}
      onChange={(event) => change({ step: event.target.value })}
    >
      {STEPS.map((each) => (
        <option key={each} value={each}>
          {STEP_NAMES[each]}
        </option>
      ))}
    </Select>
  );
}

/** All stages of all groups: counts, and shares of all referred. */
function EveryStage(props: { rows: PathwayRow[]; view: PathwayView; areas: Areas }): JSX.Element {
  const { rows, view, areas } = props;
  const { by } = view;
  const groups = codesOf(rows, by).map((code) => ({
    code,
    name: codeName(by, code, areas),
    cells: stagesOf(rows.filter((row) => row[by] === code)).map(stageText),
  }));
  return (
    <FiguresTable
      what="every stage of every group"
      caption={`Pathway by ${byText(by)}, ${view.name}`}
      names={breakdownName(by)}
      heads={Object.values(STAGE_NAMES)}
      rows={groups}
    />
  );
}

function stageText({ count: reached, share }: Stage): string {
  if (reached === null) return 'withheld';
  return `${count(reached)}${share === null ? '' : ` (${rounded(share, 'proportion')})`}`;
}
