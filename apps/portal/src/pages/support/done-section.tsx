import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { BarChart } from '@waymark/charts';
import { rounded } from '../../labels/numbers.js';
import { DONE_CODES, doneLabel } from '../../labels/support.js';
import { Empty } from '../../layout/states.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable, shareCells } from '../../parts/figures-table.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { doneSentence } from '../../sentences/done-sentence.js';
import { figureText } from '../../sentences/figure-text.js';
import { breakdownFigures, byText } from '../../view/breakdowns.js';
import type { Group } from '../../view/groups.js';
import type { Detail } from '../../view/use-detail.js';
import type { Done } from './use-done.js';
import type { SupportBy } from './use-support.js';

interface DoneProps {
  done: Done;
  by: SupportBy;
  detail: Detail;
}

const TITLE = 'What supporters did';

/** What contacts record for those whom they reached, as bars, the most frequent first. */
export function DoneSection({ done, by, detail }: DoneProps): JSX.Element {
  const { all, groups, did } = done;
  const held = groups.some(({ withheld }) => withheld);
  return (
    <ChartSection
      {...{ id: 'done', title: TITLE, error: all.error, onRetry: all.retry, preparing: all.preparing }}
      about={null}
      sentence={all.data && ifTold(all.data, groups, doneSentence(groups, detail.name))}
      {...(all.path === undefined ? {} : { download: { path: all.path, what: 'everything done' } })}
      footer={
        <Cite title={`${TITLE}, ${detail.name}`} answer={all.data} shown={{ ...detail.shown, by, did }} />
      }
    >
      {groups.length === 0 ? (
        <Empty title="There is nothing recorded for this choice." />
      ) : (
        <>
          <ChartFigure
            caption={`Share of those reached for whom a contact records it; one person may be in several. What was not recorded is not counted.${held ? ' An asterisk: withheld, about too few people.' : ''}`}
          >
            <BarChart
              {...{ title: TITLE, full: 1 }}
              items={groups.map(({ code, name, value, withheld }) => ({ id: code, name, value, withheld }))}
              labelOf={({ id }) => labelText(groups.find(({ code }) => code === id))}
              formatValue={(value) => rounded(value, 'proportion')}
            />
          </ChartFigure>
          <DoneTable groups={groups} />
        </>
      )}
    </ChartSection>
  );
}

function labelText(group: Group | undefined): string {
  return group ? `${group.name}: ${figureText(group, 'proportion')}` : '';
}

function DoneTable({ groups }: { groups: Group[] }): JSX.Element {
  return (
    <FiguresTable
      {...{ what: TITLE.toLowerCase(), caption: TITLE, names: 'What was done' }}
      heads={['Share', '95% limits', 'Referrals', 'Out of']}
      rows={groups.map((group) => ({ code: group.code, name: group.name, cells: shareCells(group) }))}
    />
  );
}

/** One thing done, by who supported in the first days. */
export function DoneByRole({ done, by, detail }: DoneProps): JSX.Element {
  const { byGroup, groups, did } = done;
  const rows = byGroup.data?.rows.filter(({ what }) => what === did);
  const everybody = groups.find(({ code }) => code === did)?.value;
  const name = doneLabel(did);
  return (
    <BreakdownSection
      {...{ id: 'done-by', title: `${name}, by ${byText(by)}`, by, called: byGroup }}
      measure={{ name: `${name} for those reached`, unit: 'proportion' }}
      words={{ one: 'group', many: 'groups' }}
      groups={rows && breakdownFigures(rows, by, 'proportion', detail.catalogue.areas)}
      reference={everybody == null ? null : { value: everybody, name: 'everybody' }}
      about={null}
      more="This is an association, not an effect."
      controls={<DidChoice {...{ did, detail }} />}
    />
  );
}

function DidChoice({ did, detail }: { did: string; detail: Detail }): JSX.Element {
  return (
    <Select
      {...{ id: 'did', label: 'What was done, by who supported', value: did }}
      onChange={({ target }) => detail.change({ did: target.value })}
    >
      {DONE_CODES.map((code) => (
        <option key={code} value={code}>
          {doneLabel(code)}
        </option>
      ))}
    </Select>
  );
}
