import type { JSX } from 'react';
import { capitalised } from '../../labels/numbers.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FigurePage } from '../../layout/figure-page.js';
import { PageLink } from '../../layout/page-link.js';
import { AboutData } from '../../parts/about-data.js';
import { AboutMeasure } from '../../parts/about-measure.js';
import { AsKnownThen, Freshness, InventedAreas } from '../../parts/notices.js';
import { useCatalogue, type Catalogue } from '../../parts/use-catalogue.js';
import { useChange } from '../../view/page-search.js';
import { trendsSearch } from '../../view/search.js';
import { areaName, type View } from '../../view/view.js';
import { BoardsSection } from './boards-section.js';
import { Choices } from './choices.js';
import { SpcSection } from './spc-section.js';
import { TrendSection } from './trend-section.js';
import { hasSpc } from './use-spc.js';
import { useTrends, useView } from './use-trends.js';

/** A measure over time for one area against England, and every board beside the others. */
export function TrendsPage(): JSX.Element {
  return (
    <FigurePage name="Trends">
      <Trends />
    </FigurePage>
  );
}

function Trends(): JSX.Element {
  const catalogue = useCatalogue();
  const view = useView(catalogue);
  return view ? <TrendsOf view={view} catalogue={catalogue} /> : <NoTrend />;
}

function TrendsOf({ view, catalogue }: { view: View; catalogue: Catalogue }): JSX.Element {
  const change = useChange(trendsSearch);
  const trends = useTrends(view, catalogue);
  const area = areaName(view.area, catalogue.me, catalogue.areas);
  useDocumentTitle(`${view.measure.name}, ${area}`);
  const answer = trends.source.answer.data;
  const withheld = [...(trends.area ?? []), ...(trends.boards ?? [])].filter((figure) => figure.withheld);
  const shared = { view, catalogue, trends, change };
  return (
    <>
      <InventedAreas answer={answer} />
      <AsKnownThen asOf={view.pins.asOf} change={change} />
      <h1 className="nhsuk-heading-l wm-title">
        {view.measure.name} <span className="nhsuk-caption-m wm-title__area">{capitalised(area)}</span>
      </h1>
      <p className="wm-lead">{view.measure.sentence}</p>
      <Freshness />
      <Choices {...shared} />
      <TrendSection {...shared} area={area} />
      {hasSpc(view) ? <SpcSection {...shared} area={area} /> : null}
      <BoardsSection {...shared} />
      <AboutMeasure measure={view.measure} />
      <AboutData answer={answer} withheld={withheld.length} />
    </>
  );
}

function NoTrend(): JSX.Element {
  useDocumentTitle('No such trend');
  return (
    <>
      <h1>This measure has no trend</h1>
      <p>
        The address names a measure that is not known here, or one that cannot be broken down by time, because
        what it counts has no end in time.
      </p>
      <p>
        <PageLink to="/trends">Go to a measure that has one</PageLink>
      </p>
    </>
  );
}
