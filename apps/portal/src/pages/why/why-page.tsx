import type { JSX } from 'react';
import type { Breakdown } from '@waymark/measures';
import { Select } from 'nhsuk-react-components';
import type { DisengagementAnswer } from '../../api/disengagement-schema.js';
import type { Called } from '../../api/use-call.js';
import { endingLabel, reasonLabel } from '../../labels/reasons.js';
import { FigurePage } from '../../layout/figure-page.js';
import { BreakdownChoice } from '../../parts/breakdown-choice.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { DetailFrame } from '../../parts/detail-frame.js';
import { breakdownFigures, byText } from '../../view/breakdowns.js';
import { reasonsOf, rowsAbout, type Asked } from '../../view/reasons.js';
import { ReasonsSection } from './reasons-section.js';
import { useWhy, type Why } from './use-why.js';
import { named } from '../../view/groups.js';

/** Why people stop, and what is in the way of those who have not. */
export function WhyPage(): JSX.Element {
  return (
    <FigurePage name="Why people stop">
      <WhyOf />
    </FigurePage>
  );
}

const ENGAGED: Asked = { kind: 'barriers' };

function WhyOf(): JSX.Element {
  const why = useWhy();
  const { detail, ending, by, names, all, overTime, byGroup } = why;
  const ended: Asked = { kind: 'endings', ending };
  const rows = [...(all.data?.endings ?? []), ...(all.data?.barriers ?? [])];
  const how = endingLabel(ending).toLowerCase();
  return (
    <DetailFrame
      {...{ detail, answer: all.data }}
      title="Why people stop"
      lead="Reasons given where a journey ended, and barriers that people have spoken of who are still engaged: the ones that can still be helped."
      withheld={rows.filter(({ value, suppressed = [] }) => value == null && suppressed.length > 0).length}
      choices={<BreakdownChoice names={names} value={by} change={detail.change} />}
    >
      <ReasonsSection
        {...{ why, asked: ended, id: 'reasons', title: 'Reasons of those who have left' }}
        who={`people in ${detail.name} whose journey ended as “${how}”`}
        caption="Share of the journeys that ended so, by the reason given."
        controls={<EndingChoice why={why} />}
      />
      <ReasonsSection
        {...{ why, asked: ENGAGED, id: 'barriers', title: 'Barriers of those still engaged' }}
        who={`people in ${detail.name} who are still engaged`}
        caption="Share of people still engaged of whom a contact has recorded the barrier; one person may have several."
      />
      <ReasonChoice why={why} />
      <Followed {...{ why, asked: ended, by: 'quarter', called: overTime, id: 'reason-time' }} />
      <Followed {...{ why, asked: ENGAGED, by: 'quarter', called: overTime, id: 'barrier-time' }} />
      <Followed {...{ why, asked: ended, by, called: byGroup, id: 'reason-groups' }} />
      <Followed {...{ why, asked: ENGAGED, by, called: byGroup, id: 'barrier-groups' }} />
    </DetailFrame>
  );
}

function EndingChoice({ why: { endings, ending, detail } }: { why: Why }): JSX.Element {
  const known = endings.some(({ code }) => code === ending);
  return (
    <Select
      {...{ id: 'ending', label: 'How it ended', value: ending }}
      onChange={(event) => detail.change({ ending: event.target.value })}
    >
      {known ? null : <option value={ending}>{endingLabel(ending)}</option>}
      {endings.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}

/** The reason that the charts after it follow. */
function ReasonChoice({ why: { all, ending, why, detail } }: { why: Why }): JSX.Element | null {
  if (!all.data) return null;
  const asked = [...reasonsOf(all.data, { kind: 'endings', ending }), ...reasonsOf(all.data, ENGAGED)];
  const codes = [...new Set([...asked.map(({ code }) => code), ...(why === undefined ? [] : [why])])];
  if (codes.length === 0) return null;
  return (
    <Select
      {...{ id: 'why', label: 'Follow one reason over time, and through groups', value: why ?? '' }}
      onChange={(event) => detail.change({ why: event.target.value })}
    >
      {codes.map((code) => (
        <option key={code} value={code}>
          {reasonLabel(code)}
        </option>
      ))}
    </Select>
  );
}

interface FollowedProps {
  why: Why;
  asked: Asked;
  by: Breakdown;
  called: Called<DisengagementAnswer>;
  id: string;
}

/** One reason by quarter or by a breakdown. */
function Followed({ why, asked, by, called, id }: FollowedProps): JSX.Element {
  const { detail } = why;
  const name = why.why === undefined ? 'Reasons' : reasonLabel(why.why);
  const of = asked.kind === 'barriers' ? 'among those still engaged' : 'among those who have left';
  const rows = called.data && rowsAbout(called.data, asked).filter(({ code }) => code === why.why);
  const groups =
    rows &&
    breakdownFigures(
      rows.map(({ row }) => row),
      by,
      'proportion',
      named(detail.catalogue.areas, called.data),
    );
  return (
    <BreakdownSection
      {...{ id, by, called, groups, title: `${name} ${of}, by ${byText(by)}` }}
      measure={{ name: `${name} ${of}`, unit: 'proportion' }}
      words={by === 'quarter' ? { one: 'quarter', many: 'quarters' } : { one: 'group', many: 'groups' }}
    />
  );
}
