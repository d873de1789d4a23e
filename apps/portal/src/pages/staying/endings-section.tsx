import type { JSX } from 'react';
import { Select } from 'nhsuk-react-components';
import { StepChart } from '@waymark/charts';
import { rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { FiguresTable } from '../../parts/figures-table.js';
import { endingsSentence } from '../../sentences/endings-sentence.js';
import type { Change } from '../../view/page-search.js';
import { initialOf, readingsOf, shareText } from './readings.js';
import { ENDINGS, endingsOf, type Curve } from '../../view/curves.js';
import type { Staying } from './use-staying.js';

/** Which ending comes first, side by side: who stops, who completes, who dies. */
export function EndingsSection({ staying, curves }: { staying: Staying; curves: Curve[] }): JSX.Element {
  const { survival, detail, of } = staying;
  const { name: place, shown, change } = detail;
  const { data, path, error, preparing, retry } = survival;
  const chosen = curves.find(({ code }) => code === of) ?? curves.find(({ engaged }) => engaged);
  const series = chosen ? endingsOf(chosen) : [];
  const readings = readingsOf(series);
  const whose = chosen && curves.length > 1 ? `${place}, ${chosen.name}` : place;
  const title = 'How it ends';
  return (
    <ChartSection
      {...{ id: 'endings', title, about: null, error, onRetry: retry, preparing }}
      sentence={data && endingsSentence(series, whose)}
      controls={curves.length > 1 ? <GroupChoice {...{ curves, chosen, change }} /> : null}
      {...(path === undefined ? {} : { download: { path } })}
      footer={<Cite title={`${title}, ${whose}`} answer={data} shown={{ ...shown, of: chosen?.code }} />}
    >
      {series.length === 0 ? (
        <Empty title="Endings cannot be shown for this choice: there are none, or too few people." />
      ) : (
        <ChartFigure caption="Share of people who started in whom each ending has come first; together with those still engaged they make 100%.">
          <StepChart
            key={whose}
            {...{ title: `${title}, ${whose}`, series, readings, initial: initialOf(readings), whole: false }}
            formatValue={(value) => rounded(value, 'proportion')}
          />
        </ChartFigure>
      )}
      {curves.length === 0 ? null : <EndingsTable curves={curves} />}
    </ChartSection>
  );
}

function GroupChoice(props: { curves: Curve[]; chosen: Curve | undefined; change: Change }): JSX.Element {
  const { curves, chosen, change } = props;
  return (
    <Select
      {...{ id: 'of', label: 'Of', value: chosen?.code ?? '' }}
      onChange={(event) => change({ of: event.target.value })}
    >
      {curves.map(({ code, name, engaged }) => (
        <option key={code} value={code}>
          {name}
          {engaged ? '' : ' (withheld)'}
        </option>
      ))}
    </Select>
  );
}

const TABLE_WEEKS = [12, 26];

function EndingsTable({ curves }: { curves: Curve[] }): JSX.Element {
  const heads = Object.values(ENDINGS).flatMap((name) =>
    TABLE_WEEKS.map((week) => `${name} by week ${week}`),
  );
  return (
    <FiguresTable
      {...{ what: 'the endings', caption: 'Endings, with 95% limits', names: 'Who', heads }}
      rows={curves.map((curve) => ({ code: curve.code, name: curve.name, cells: cellsOf(curve) }))}
    />
  );
}

function cellsOf(curve: Curve): string[] {
  const series = endingsOf(curve);
  return Object.keys(ENDINGS).flatMap((ending) => {
    const found = series.find(({ id }) => id === ending);
    return TABLE_WEEKS.map((week) => (found ? shareText(found, week) : 'withheld'));
  });
}
