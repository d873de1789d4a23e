import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import { HeatMap, type HeatCell, type HeatRow } from '@waymark/charts';
import type { WeekRow } from '../../api/retention-schema.js';
import { count, exact } from '../../labels/numbers.js';
import { shortMonth } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { ChartFigure, ChartSection, TableToggle } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { cohortsSentence } from '../../sentences/cohorts-sentence.js';
import { cohortsOf, type Cohort } from '../../view/cohorts.js';
import type { Staying } from './use-staying.js';

/** Who attended week by week, of those who started in each quarter. */
export function CohortsSection({ staying }: { staying: Staying }): JSX.Element {
  const { retention, detail } = staying;
  const { data, path, error, preparing, retry } = retention;
  const cohorts = cohortsOf(data?.rows ?? []);
  const title = 'Who attends, week by week';
  return (
    <ChartSection
      {...{ id: 'cohorts', title, about: null, error, onRetry: retry, preparing }}
      sentence={data && cohortsSentence(cohorts, detail.name)}
      {...(path === undefined ? {} : { download: { path } })}
      footer={<Cite title={`${title}, ${detail.name}`} answer={data} shown={detail.shown} />}
    >
      {cohorts.length === 0 ? (
        <Empty title="There are no figures for this choice." />
      ) : (
        <Cohorts {...{ title, cohorts }} />
      )}
    </ChartSection>
  );
}

function Cohorts({ title, cohorts }: { title: string; cohorts: Cohort[] }): JSX.Element {
  const columns = Math.max(...cohorts.map(({ weeks }) => weeks.length));
  const text = (row: number, week: number): string => {
    const cohort = cohorts[row];
    return cohort ? `Started ${cohort.name}, week ${week}: ${shareText(cohort.weeks[week])}` : '';
  };
  return (
    <>
      <ChartFigure caption="Each row is the people who started in a quarter; week 0 begins with their first session. The larger and darker a square, the larger the share who attended in that week. Hollow: not everybody’s week is over. An asterisk: withheld, about too few people.">
        <HeatMap
          {...{ title, columns, columnsName: 'Weeks since the first session', labelOf: text }}
          rows={cohorts.map(heatRow)}
          contentOf={(row, week) => <span>{text(row, week)}</span>}
        />
      </ChartFigure>
      <CohortTable cohorts={cohorts} columns={columns} />
    </>
  );
}

function heatRow({ start, weeks }: Cohort): HeatRow {
  return {
    ...{ id: String(start), name: shortMonth(start) },
    cells: Array.from(weeks, (row): HeatCell | undefined => row && cellOf(row)),
  };
}

function cellOf({ value, suppressed = [], flags = [] }: WeekRow): HeatCell {
  return {
    value: value ?? null,
    withheld: value == null && suppressed.length > 0,
    provisional: flags.includes('partial'),
  };
}

function shareText(row: WeekRow | undefined): string {
  if (!row) return 'not there yet';
  if (row.value == null) return (row.suppressed ?? []).length > 0 ? 'withheld' : 'none';
  const parts =
    row.numerator == null || row.denominator == null
      ? ''
      : `, ${count(row.numerator)} of ${count(row.denominator)}`;
  const partial = (row.flags ?? []).includes('partial') ? '; not everybody’s week is over' : '';
  return `${exact(row.value, 'proportion')} attended${parts}${partial}`;
}

function CohortTable({ cohorts, columns }: { cohorts: Cohort[]; columns: number }): JSX.Element {
  const weeks = Array.from({ length: columns }, (_, week) => week);
  return (
    <TableToggle what="attendance by week">
      <Table
        firstCellIsHeader
        caption="Share who attended, by quarter of the first session and week"
        captionProps={{ size: 's' }}
      >
        <Table.Head>
          <Table.Row>
            <Table.Cell>Started</Table.Cell>
            {weeks.map((week) => (
              <Table.Cell key={week} format="numeric">
                {week}
              </Table.Cell>
            ))}
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {cohorts.map((cohort) => (
            <Table.Row key={cohort.start}>
              <Table.Cell>{cohort.name}</Table.Cell>
              {weeks.map((week) => (
                <Table.Cell key={week} format="numeric">
                  {cellText(cohort.weeks[week])}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

function cellText(row: WeekRow | undefined): string {
  if (!row) return '';
  return row.value == null ? '*' : exact(row.value, 'proportion');
}
