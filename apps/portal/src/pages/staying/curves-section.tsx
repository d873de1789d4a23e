import type { JSX } from 'react';
import { DIMENSIONS } from '@waymark/measures';
import { Table } from 'nhsuk-react-components';
import { StepChart } from '@waymark/charts';
import { count, rounded } from '../../labels/numbers.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection, TableToggle } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { flagLabel } from '../../labels/codes.js';
import { ifTold } from '../../sentences/nothing-told.js';
import { stayingSentence } from '../../sentences/staying-sentence.js';
import { initialOf, readingsOf, shareText } from './readings.js';
import { drawn, weeksOf, type Curve } from '../../view/curves.js';
import type { Staying } from './use-staying.js';

/** How long people stay engaged: curves, how many are still followed, whether the curves differ. */
export function CurvesSection({ staying, curves }: { staying: Staying; curves: Curve[] }): JSX.Element {
  const { survival, detail, by } = staying;
  const { name: place, shown } = detail;
  const { data, path, error, preparing, retry } = survival;
  const some = drawn(curves, by);
  const title = by === undefined ? 'How long people stay' : `How long people stay, by ${nameOf(by)}`;
  return (
    <ChartSection
      {...{ id: 'engagement', title, about: null, error, onRetry: retry, preparing }}
      sentence={data && ifTold(data, curves, stayingSentence(curves, data.logRank, place))}
      {...(path === undefined ? {} : { download: { path } })}
      footer={<Cite title={`${title}, ${place}`} answer={data} shown={shown} />}
    >
      {some.length === 0 ? <NoCurve curves={curves} /> : <Curves title={title} all={curves} some={some} />}
      {curves.length === 0 ? null : <CurveTable curves={curves} />}
    </ChartSection>
  );
}

const nameOf = (by: NonNullable<Staying['by']>): string => DIMENSIONS[by].name.toLowerCase();

function NoCurve({ curves }: { curves: Curve[] }): JSX.Element {
  if (curves.length > 0) return <Empty title="Every curve is withheld: each is about too few people." />;
  return (
    <Empty title="There are no figures for this choice.">
      <p>Remove a filter, or choose a longer time.</p>
    </Empty>
  );
}

function Curves({ title, all, some }: { title: string; all: Curve[]; some: Curve[] }): JSX.Element {
  const series = some.flatMap(({ engaged }) => (engaged ? [engaged] : []));
  const readings = readingsOf(series);
  return (
    <ChartFigure caption={captionOf(all, some)}>
      <StepChart
        key={title}
        {...{ title, series, readings, initial: initialOf(readings), whole: true }}
        formatValue={(value) => rounded(value, 'proportion')}
      />
      <AtRisk curves={some} weeks={weeksOf(series)} />
    </ChartFigure>
  );
}

function captionOf(all: Curve[], some: Curve[]): string {
  const left = all.filter((curve) => curve.engaged && !some.includes(curve)).length;
  const withheld = all.filter(({ engaged }) => !engaged).length;
  return [
    'Share of people who started and are still engaged. A silence of more than 28 days ends it, dated to the day after the last session; who completes or dies is followed no further.',
    some.length <= 2 ? 'The band shows the 95% limits.' : '',
    left === 0 ? '' : `The ${some.length} largest groups are drawn; ${left} more are in the table.`,
    withheld === 0 ? '' : `${withheld} of ${all.length} curves are withheld: they are about too few people.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** How many are still followed under the weeks of the curves: the further right, the fewer, and the less they tell. */
function AtRisk({ curves, weeks }: { curves: Curve[]; weeks: number[] }): JSX.Element {
  return (
    <div
      className="wm-scroll wm-at-risk"
      role="region"
      aria-label="Table of people still followed"
      tabIndex={0}
    >
      <Table
        firstCellIsHeader
        caption="People still followed and engaged at the beginning of a week"
        captionProps={{ size: 's' }}
      >
        <Table.Head>
          <Table.Row>
            <Table.Cell>Week</Table.Cell>
            {weeks.map((week) => (
              <Table.Cell key={week} format="numeric">
                {week}
              </Table.Cell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {curves.map(({ code, name, stratum }) => (
            <Table.Row key={code}>
              <Table.Cell>{name}</Table.Cell>
              {weeks.map((week) => (
                <Table.Cell key={week} format="numeric">
                  {atRiskText(stratum, week)}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}

function atRiskText({ atRisk }: Curve['stratum'], week: number): string {
  const found = atRisk?.find((each) => each.week === week);
  if (!found) return '';
  return found.n === null ? '*' : count(found.n);
}

/** "1,204"; "withheld" where it is kept back. */
function countText(number: number | null): string {
  return number === null ? 'withheld' : count(number);
}

const TABLE_WEEKS = [4, 8, 12, 26, 52];

function CurveTable({ curves }: { curves: Curve[] }): JSX.Element {
  return (
    <TableToggle what="how long people stay">
      <Table firstCellIsHeader caption="Share still engaged, with 95% limits" captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>Who</Table.Cell>
            <Table.Cell format="numeric">Followed</Table.Cell>
            {TABLE_WEEKS.map((week) => (
              <Table.Cell key={week} format="numeric">
                Week {week}
              </Table.Cell>
            ))}
            <Table.Cell format="numeric">Half had left by</Table.Cell>
            <Table.Cell>Notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {curves.map(({ code, name, stratum, engaged }) => (
            <Table.Row key={code}>
              <Table.Cell>{name}</Table.Cell>
              <Table.Cell format="numeric">{countText(stratum.followed)}</Table.Cell>
              {TABLE_WEEKS.map((week) => (
                <Table.Cell key={week} format="numeric">
                  {engaged ? shareText(engaged, week) : 'withheld'}
                </Table.Cell>
              ))}
              <Table.Cell format="numeric">{medianText(stratum)}</Table.Cell>
              <Table.Cell>{(stratum.flags ?? []).map(flagLabel).join('; ')}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function medianText({ median }: Curve['stratum']): string {
  if (!median) return 'withheld';
  return median.days === null ? 'not reached' : `day ${median.days}`;
}
