import type { JSX } from 'react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Me } from '../../api/schemas.js';
import { capitalised } from '../../labels/numbers.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { Empty } from '../../layout/states.js';
import { areaName, type View } from '../../view/view.js';
import { AboutData } from './about-data.js';
import { AboutMeasure } from './about-measure.js';
import { BoardsSection } from './boards-section.js';
import { Choices } from './choices.js';
import { Freshness, InventedAreas } from './notices.js';
import { TrendSection } from './trend-section.js';
import { useCatalogue, useChange, useTrends, useView, type Catalogue } from './use-trends.js';

const route = getRouteApi('/signed-in/');

/** A measure over time for one area against England, and every board beside the others. */
export function TrendsPage(): JSX.Element {
  const { me } = route.useRouteContext();
  return <Main>{me.role === 'admin' ? <NoFigures /> : <Trends me={me} />}</Main>;
}

function Trends({ me }: { me: Me }): JSX.Element {
  const catalogue = useCatalogue(me);
  const view = useView(catalogue);
  return view ? <TrendsOf view={view} catalogue={catalogue} /> : <NoTrend />;
}

function TrendsOf({ view, catalogue }: { view: View; catalogue: Catalogue }): JSX.Element {
  const change = useChange();
  const trends = useTrends(view, catalogue);
  const area = areaName(view.area, catalogue.me, catalogue.areas);
  useDocumentTitle(`${view.measure.name}, ${area}`);
  const shared = { view, catalogue, trends, change };
  return (
    <>
      <InventedAreas answer={trends.source.answer.data} />
      <h1 className="nhsuk-heading-l wm-title">
        {view.measure.name} <span className="nhsuk-caption-m wm-title__area">{capitalised(area)}</span>
      </h1>
      <p className="wm-lead">{view.measure.sentence}</p>
      <Freshness />
      <Choices {...shared} />
      <TrendSection {...shared} area={area} />
      <BoardsSection {...shared} />
      <AboutMeasure measure={view.measure} />
      <AboutData trends={trends} />
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
        <Link to="/">Go to a measure that has one</Link>
      </p>
    </>
  );
}

function NoFigures(): JSX.Element {
  useDocumentTitle('Trends');
  return (
    <>
      <h1>Trends</h1>
      <Empty title="Administrators look after providers, keys and people, and see no figures.">
        <p>Sign in as an analyst, a researcher, a provider or the data controller to see them.</p>
      </Empty>
    </>
  );
}
