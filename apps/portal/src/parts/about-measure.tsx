import type { JSX } from 'react';
import { Details, SummaryList, Table } from 'nhsuk-react-components';
import type { Measure, Published } from '../api/schemas.js';
import { PageLink } from '../layout/page-link.js';
import { count, exact } from '../labels/numbers.js';
import { placedBy } from '../labels/codes.js';

const BETTER: Record<Measure['improvement'], string> = {
  increase: 'Higher is better',
  decrease: 'Lower is better',
  neutral: 'Neither higher nor lower is better in itself',
};

/** How the value comes from the counts, in words. */
function formulaOf({ unit, timing, outcome, denominator }: Measure): string {
  if (timing) return 'Read from the curve that the followed make, with its 95% limits';
  if (outcome) return 'The average of each person’s second score less the first, with 95% limits by t';
  if (unit === 'per_1000_years') return 'Counted ÷ patients × years × 1,000, with 95% limits by Byar';
  return denominator === null ? 'A count' : 'Counted ÷ out of, with 95% limits by Wilson';
}

/** What the number is: no figure is shown without it. */
export function AboutMeasure({ measure }: { measure: Measure }): JSX.Element {
  return (
    <section aria-labelledby="about-measure" className="wm-section wm-section--about wm-section--measure">
      <h2 id="about-measure" className="nhsuk-heading-m">
        What this measure counts: {measure.name}
      </h2>
      <MeasureDefinition measure={measure} />
      {measure.published.length === 0 ? (
        <p>No published value is comparable with this measure.</p>
      ) : (
        <PublishedTable measure={measure} />
      )}
    </section>
  );
}

/** The same of a chart whose measure is another than that of its page: folded away on a screen, whole on paper. */
export function OwnDefinition({ measure }: { measure: Measure }): JSX.Element {
  return (
    <Details className="wm-own-definition">
      <Details.Summary>What this chart counts: {measure.name}</Details.Summary>
      <Details.Text>
        <MeasureDefinition measure={measure} />
      </Details.Text>
    </Details>
  );
}

function MeasureDefinition({ measure }: { measure: Measure }): JSX.Element {
  return (
    <SummaryList className="wm-definition">
      <Entry name="Counted">{measure.numerator}</Entry>
      <Entry name="Out of">{measure.denominator ?? 'Nothing: this is a count, without a denominator'}</Entry>
      {measure.maturity === null ? null : <Entry name="Complete">{measure.maturity}</Entry>}
      {measure.counting ? (
        <Entry name="Placed by">The month or quarter {placedBy(measure.counting.over)}</Entry>
      ) : null}
      <Entry name="Worked out as">{formulaOf(measure)}</Entry>
      <Entry name="Direction">{BETTER[measure.improvement]}</Entry>
      {measure.caveats.length === 0 ? null : (
        <Entry name="Mind that">
          <ul className="nhsuk-list wm-plain-list">
            {measure.caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        </Entry>
      )}
      <Entry name="Definition">
        <PageLink to={`/measures/${measure.id}`}>
          <code>{measure.id}</code>, version {measure.version}
        </PageLink>
      </Entry>
    </SummaryList>
  );
}

function Entry({ name, children }: { name: string; children: React.ReactNode }): JSX.Element {
  return (
    <SummaryList.Row>
      <SummaryList.Key>{name}</SummaryList.Key>
      <SummaryList.Value>{children}</SummaryList.Value>
    </SummaryList.Row>
  );
}

function PublishedTable({ measure }: { measure: Measure }): JSX.Element {
  return (
    <Table responsive caption="What others have published" captionProps={{ size: 's' }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>Source</Table.Cell>
          <Table.Cell>Value</Table.Cell>
          <Table.Cell>Of how many</Table.Cell>
          <Table.Cell>How it differs from this measure</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {measure.published.map((published) => (
          <Table.Row key={`${published.source} ${published.value}`}>
            <Table.Cell>{published.source}</Table.Cell>
            <Table.Cell>{publishedText(published, measure.unit)}</Table.Cell>
            <Table.Cell>{published.n === null ? 'not given' : count(published.n)}</Table.Cell>
            <Table.Cell>{published.differs}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}

function publishedText({ value, limits }: Published, unit: Measure['unit']): string {
  if (!limits) return exact(value, unit);
  return `${exact(value, unit)} (${exact(limits[0], unit)} to ${exact(limits[1], unit)})`;
}
