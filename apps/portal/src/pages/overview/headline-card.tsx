import { useRef, type JSX, type RefObject } from 'react';
import { Details, Table } from 'nhsuk-react-components';
import { Sparkline, VariationIcon, type TrendSeries } from '@waymark/charts';
import { rounded, valueHead } from '../../labels/numbers.js';
import { periodName, quarterText } from '../../labels/periods.js';
import { PageLink } from '../../layout/page-link.js';
import { Placeholder, Problem } from '../../layout/states.js';
import { chartOf, TableToggle } from '../../parts/chart-section.js';
import { Downloads } from '../../parts/downloads.js';
import type { Pictured } from '../../parts/picture.js';
import { limitsText, notesText, valueText } from '../../sentences/figure-text.js';
import { headlineSentence, latestShown, nothingToShow } from '../../sentences/headline-sentence.js';
import { variationText } from '../../sentences/spc-sentence.js';
import { covering, withGaps, type Figure } from '../../view/rows.js';
import type { Headline } from './use-headlines.js';

interface CardProps {
  headline: Headline;
  /** Name of the area. */
  place: string;
  /** Where the trend of the measure is: parameters of its address. */
  shown: Readonly<Record<string, string | undefined>>;
}

/** One measure: its latest figure, beside England, at a glance over two years, and whether it is a signal. */
export function HeadlineCard({ headline, place, shown }: CardProps): JSX.Element {
  const { measure, area, called } = headline;
  const id = `headline-${measure.id}`;
  const ref = useRef<HTMLElement>(null);
  return (
    <section ref={ref} className="wm-card" aria-labelledby={id} aria-busy={!area && !called.error}>
      <h3 id={id} className="nhsuk-heading-s">
        <PageLink to="/trends" search={{ ...shown, measure: measure.id }}>
          {measure.name}
        </PageLink>
      </h3>
      {called.error ? <Problem error={called.error} onRetry={called.retry} /> : null}
      {area ? <Figures {...{ headline, area, place, card: ref }} /> : called.error ? null : <Placeholder />}
      <p className="wm-card__about">
        <PageLink to={`/measures/${measure.id}`}>
          What this counts<span className="nhsuk-u-visually-hidden">: {measure.name}</span>
        </PageLink>
      </p>
    </section>
  );
}

interface FiguresProps extends Pick<CardProps, 'headline' | 'place'> {
  area: Figure[];
  card: RefObject<HTMLElement | null>;
}

function Figures({ headline, area, place, card }: FiguresProps): JSX.Element {
  const { measure, england, region, spc, called } = headline;
  const latest = latestShown(area);
  if (!latest) return <p>{nothingToShow(area)}</p>;
  const variation = spc?.charts[0]?.variation ?? null;
  const value = rounded(latest.value, measure.unit);
  const sentence = headlineSentence(measure, latest, england, region);
  return (
    <>
      <p className="wm-card__value">{value}</p>
      <p className="wm-card__sentence">{sentence}</p>
      <Sparkline series={seriesOf(area, england)} />
      {variation === null ? null : (
        <p className="wm-icons wm-card__signal">
          <span>
            <VariationIcon variation={variation} size={32} /> {variationText(variation)}
          </span>
        </p>
      )}
      <TableToggle what={`${measure.name} by quarter`}>
        <CardTable {...{ headline, area }} />
      </TableToggle>
      {called.path === undefined ? null : (
        <CardFiles
          {...{ path: called.path, what: measure.name }}
          picture={{
            title: `${measure.name}, ${place}`,
            note: `${value}, ${sentence} ${keyText(area, england)}`,
            svg: () => chartOf(card.current),
          }}
        />
      )}
    </>
  );
}

/** Folded away: five cards with a row of buttons each would be nothing but buttons. */
function CardFiles(props: { path: string; what: string; picture: Pictured }): JSX.Element {
  return (
    <Details className="wm-card__files">
      <Details.Summary>
        Download<span className="nhsuk-u-visually-hidden"> {props.what}</span>
      </Details.Summary>
      <Details.Text>
        <Downloads {...props} />
      </Details.Text>
    </Details>
  );
}

/** What the lines of the card are, for its picture, which leaves the page. */
function keyText(area: Figure[], england: Figure[] | undefined): string {
  const [first, last] = [area[0], area.at(-1)];
  if (!first || !last) return '';
  const beside = england && england.length > 0 ? ', dashed: England' : '';
  const [from, to] = [first, last].map(({ period }) => quarterText(period.start));
  return `By quarter, ${from} to ${to}. Line: the area${beside}.`;
}

function seriesOf(area: Figure[], england: Figure[] | undefined): TrendSeries[] {
  const series = (id: string, figures: Figure[]): TrendSeries => ({
    ...{ id, name: id },
    points: withGaps(figures).map(({ period, ...figure }) => ({ ...figure, ...period })),
  });
  return [series('area', area), ...(england && england.length > 0 ? [series('england', england)] : [])];
}

function CardTable({
  headline: { measure, england, region },
  area,
}: {
  headline: Headline;
  area: Figure[];
}): JSX.Element {
  const { unit } = measure;
  return (
    <Table firstCellIsHeader caption={`${measure.name} by quarter`} captionProps={{ size: 's' }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>Quarter</Table.Cell>
          <Table.Cell format="numeric">{valueHead(unit)}</Table.Cell>
          <Table.Cell format="numeric">95% limits</Table.Cell>
          {region ? <Table.Cell format="numeric">{region.name}</Table.Cell> : null}
          {england ? <Table.Cell format="numeric">England</Table.Cell> : null}
          <Table.Cell>Notes</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {area.toReversed().map((figure) => {
          const match = covering(england ?? [], figure.period);
          const around = covering(region?.figures ?? [], figure.period);
          return (
            <Table.Row key={figure.period.start}>
              <Table.Cell>{periodName(figure.period)}</Table.Cell>
              <Table.Cell format="numeric">{valueText(figure, unit)}</Table.Cell>
              <Table.Cell format="numeric">{limitsText(figure, unit)}</Table.Cell>
              {region ? (
                <Table.Cell format="numeric">{around ? valueText(around, unit) : ''}</Table.Cell>
              ) : null}
              {england ? (
                <Table.Cell format="numeric">{match ? valueText(match, unit) : ''}</Table.Cell>
              ) : null}
              <Table.Cell>{notesText(figure)}</Table.Cell>
            </Table.Row>
          );
        })}
      </Table.Body>
    </Table>
  );
}
