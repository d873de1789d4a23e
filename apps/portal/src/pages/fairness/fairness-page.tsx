import type { JSX } from 'react';
import { Radios } from 'nhsuk-react-components';
import type { Answer, Measure } from '../../api/schemas.js';
import { lowerFirst } from '../../labels/numbers.js';
import { FigurePage } from '../../layout/figure-page.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import { DetailFrame } from '../../parts/detail-frame.js';
import { MeasureChoice } from '../../parts/measure-choice.js';
import { NoSuchMeasure } from '../../parts/no-such-measure.js';
import { inequalitySentence } from '../../sentences/inequality-sentence.js';
import { breakdownFigures, breakdownName, byText } from '../../view/breakdowns.js';
import { isUnknown, type Group } from '../../view/groups.js';
import type { Change } from '../../view/page-search.js';
import { shareMeasures } from '../../view/share-measures.js';
import {
  FAIRNESS_BY,
  SCALES,
  useFairness,
  type Fairness,
  type FairnessBy,
  type Scale,
} from './use-fairness.js';

/** A measure by deprivation, age, sex and ethnicity: who has less of it, and who nobody knows of. */
export function FairnessPage(): JSX.Element {
  return (
    <FigurePage name="Fairness">
      <FairnessOf />
    </FigurePage>
  );
}

function FairnessOf(): JSX.Element {
  const fairness = useFairness();
  const { detail, measure, inequality, groups } = fairness;
  if (!measure) return <NoSuchMeasure page="/fairness" />;
  const answers = [inequality, ...FAIRNESS_BY.map((by) => groups[by])].map(({ data }) => data);
  const rows = answers.flatMap((each) => each?.rows ?? []);
  return (
    <DetailFrame
      {...{ detail, measure, answer: inequality.data }}
      title="Fairness"
      lead={`${measure.sentence} Here it stands by deprivation, age, sex and ethnic group, those of whom nothing is known among them.`}
      withheld={rows.filter(({ value, suppressed = [] }) => value == null && suppressed.length > 0).length}
      choices={
        <MeasureChoice
          measures={shareMeasures(detail.catalogue.measures)}
          value={measure.id}
          change={detail.change}
        />
      }
    >
      <DeprivationSection {...{ fairness, measure }} />
      {FAIRNESS_BY.map((by) => (
        <GroupsSection key={by} {...{ fairness, measure, by }} />
      ))}
    </DetailFrame>
  );
}

interface PartProps {
  fairness: Fairness;
  measure: Measure;
}

/** By deprivation, most deprived first, the Core20 marked; with the indices. */
function DeprivationSection({ fairness, measure }: PartProps): JSX.Element {
  const { detail, scale, inequality, all } = fairness;
  const { data } = inequality;
  const { catalogue, name, shown, change } = detail;
  const core20 = (data?.rows ?? []).flatMap((row) => (row.core20 === true ? [row[scale]] : []));
  const isCore20 = (code: string): boolean => core20.includes(code);
  const groups =
    data &&
    breakdownFigures(data.rows, scale, measure.unit, catalogue.areas).map((group) =>
      isCore20(group.code) ? { ...group, name: `${group.name}, Core20` } : group,
    );
  const title = `By deprivation`;
  return (
    <BreakdownSection
      {...{ id: 'deprivation', title, measure, by: scale, groups, called: inequality }}
      words={{ one: 'group', many: 'groups' }}
      isOwn={isCore20}
      reference={everybody(all.data)}
      controls={<ScaleChoice scale={scale} change={change} />}
      more={[data && inequalitySentence(measure, data), unknownText(groups, scale)].filter(Boolean).join(' ')}
      footer={
        <Cite
          title={`${measure.name} by deprivation, ${name}`}
          answer={data}
          shown={{ ...shown, measure: measure.id, scale }}
        />
      }
    />
  );
}

function GroupsSection({ fairness, measure, by }: PartProps & { by: FairnessBy }): JSX.Element {
  const { detail, groups, all } = fairness;
  const { catalogue, name, shown } = detail;
  const called = groups[by];
  const { data } = called;
  const figures = data && breakdownFigures(data.rows, by, measure.unit, catalogue.areas);
  const title = `By ${byText(by)}`;
  return (
    <BreakdownSection
      {...{ id: by, title, measure, by, called, groups: figures, reference: everybody(all.data) }}
      words={{ one: 'group', many: 'groups' }}
      more={unknownText(figures, by)}
      footer={
        <Cite
          title={`${measure.name} ${lowerFirst(title)}, ${name}`}
          answer={data}
          shown={{ ...shown, measure: measure.id }}
        />
      }
    />
  );
}

function everybody(answer: Answer | undefined): { value: number; name: string } | null {
  const value = answer?.rows[0]?.value;
  return value == null ? null : { value, name: 'everybody' };
}

/** How many of those counted nobody knows where they stand: a gap that is larger than a difference says more than it. */
function unknownText(groups: Group[] | undefined, by: Scale | FairnessBy): string {
  if (!groups) return '';
  const total = (some: Group[]): number => some.reduce((sum, { denominator }) => sum + (denominator ?? 0), 0);
  const unknown = groups.filter(({ code }) => isUnknown(by, code));
  const [missing, all] = [total(unknown), total(groups)];
  if (unknown.some(({ withheld }) => withheld))
    return `Of a few, ${byText(by)} is not known or not stated; how many is withheld.`;
  return missing === 0 || all === 0
    ? ''
    : `Of ${Math.round((100 * missing) / all)}% of those counted, ${byText(by)} is not known or not stated.`;
}

function ScaleChoice({ scale, change }: { scale: Scale; change: Change }): JSX.Element {
  return (
    <Radios
      {...{
        idPrefix: 'scale',
        name: 'scale',
        legend: 'By',
        small: true,
        inline: true,
        className: 'wm-radios',
      }}
      legendProps={{ size: 's' }}
      onChange={(event) => change({ scale: (event.target as HTMLInputElement).value })}
    >
      {SCALES.map((name) => (
        <Radios.Item key={name} value={name} checked={scale === name}>
          {breakdownName(name)}
        </Radios.Item>
      ))}
    </Radios>
  );
}
