import type { JSX } from 'react';
import { INSTRUMENTS } from '@waymark/events';
import { Select } from 'nhsuk-react-components';
import { FigurePage } from '../../layout/figure-page.js';
import { Empty } from '../../layout/states.js';
import { BreakdownChoice } from '../../parts/breakdown-choice.js';
import { ChartSection, type ChartSectionProps } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { DetailFrame } from '../../parts/detail-frame.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { baselineSentence, changeSentence, coverageSentence } from '../../sentences/outcomes-sentence.js';
import { changesOf, type Change } from '../../view/changes.js';
import { BaselineTable, ChangeFigure, ChangeTable, CoverageFigure } from './change-parts.js';
import { useOutcomes, type Outcomes } from './use-outcomes.js';

/** What changes for people, with how many were asked again as loud as the change. */
export function OutcomesPage(): JSX.Element {
  return (
    <FigurePage name="Outcomes">
      <OutcomesOf />
    </FigurePage>
  );
}

function OutcomesOf(): JSX.Element {
  const outcomes = useOutcomes();
  const { detail, by, names, score } = outcomes;
  const { data } = outcomes.outcomes;
  const changes = data ? changesOf(data, by, score, detail.catalogue) : [];
  const chosen = data?.scores.find((each) => each.score === score) ?? data?.scores[0];
  const measure = detail.catalogue.measures.find(({ id }) => id === chosen?.measure);
  return (
    <DetailFrame
      {...{ detail, measure, answer: data }}
      title="Outcomes"
      lead="Scores of the same people before and after, how many were asked a second time at all, and where those began who were not."
      withheld={changes.filter(({ withheld }) => withheld).length}
      choices={
        <>
          <InstrumentChoice outcomes={outcomes} />
          <BreakdownChoice names={names} value={by} none="Everybody together" change={detail.change} />
          {by === undefined ? null : <ScoreChoice outcomes={outcomes} chosen={chosen?.score} />}
        </>
      }
    >
      <Sections {...{ outcomes, changes }} />
    </DetailFrame>
  );
}

function Sections({ outcomes, changes }: { outcomes: Outcomes; changes: Change[] }): JSX.Element {
  const { data, path, error, preparing, retry } = outcomes.outcomes;
  const { name, shown } = outcomes.detail;
  const unit = changes[0]?.unit ?? 'points';
  const shared = (title: string): Omit<ChartSectionProps, 'id' | 'sentence' | 'children'> => ({
    ...{ title, error, onRetry: retry, preparing },
    ...(path === undefined ? {} : { download: { path } }),
    footer: (
      <Cite title={`${title}, ${name}`} answer={data} shown={{ ...shown, instrument: outcomes.instrument }} />
    ),
  });
  const told = (sentence: string): string | undefined => data && ifTold(data, changes, sentence);
  const none = changes.length === 0 ? <Empty title="There are no figures for this choice." /> : null;
  return (
    <>
      <ChartSection {...shared('What changed')} id="change" sentence={told(changeSentence(changes, name))}>
        {none ?? <ChangeFigure {...{ title: 'What changed', changes, unit }} />}
        {none ? null : <ChangeTable {...{ title: 'What changed', changes }} />}
      </ChartSection>
      <ChartSection
        {...shared('Who was asked again')}
        id="coverage"
        sentence={told(coverageSentence(changes, name))}
      >
        {none ?? <CoverageFigure {...{ title: 'Who was asked again', changes, unit }} />}
      </ChartSection>
      <ChartSection
        {...shared('Where people began who were lost')}
        id="baseline"
        sentence={told(baselineSentence(changes, name))}
      >
        {none ?? <BaselineTable changes={changes} />}
      </ChartSection>
    </>
  );
}

function InstrumentChoice({ outcomes: { instrument, detail } }: { outcomes: Outcomes }): JSX.Element {
  const names: Record<string, string> = INSTRUMENTS;
  return (
    <Select
      {...{ id: 'instrument', label: 'Questionnaire', value: instrument }}
      onChange={(event) => detail.change({ instrument: event.target.value, score: undefined })}
    >
      {instrument in names ? null : <option value={instrument}>{instrument}</option>}
      {Object.entries(names).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function ScoreChoice(props: { outcomes: Outcomes; chosen: string | undefined }): JSX.Element {
  const { detail, outcomes } = props.outcomes;
  const nameOf = (id: string): string | undefined =>
    detail.catalogue.measures.find((each) => each.id === id)?.name;
  return (
    <Select
      {...{ id: 'score', label: 'Score', value: props.chosen ?? '' }}
      onChange={(event) => detail.change({ score: event.target.value })}
    >
      {(outcomes.data?.scores ?? []).map(({ score, measure }) => (
        <option key={score} value={score}>
          {nameOf(measure) ?? score}
        </option>
      ))}
    </Select>
  );
}
