import type { JSX } from 'react';
import { Radios } from 'nhsuk-react-components';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FigurePage } from '../../layout/figure-page.js';
import { PageLink } from '../../layout/page-link.js';
import { capitalised } from '../../labels/numbers.js';
import { AboutData } from '../../parts/about-data.js';
import { AboutMeasure } from '../../parts/about-measure.js';
import { AreaChoice } from '../../parts/area-choice.js';
import { AsOfChoice } from '../../parts/as-of-choice.js';
import { Filters } from '../../parts/filters.js';
import { MeasureChoice } from '../../parts/measure-choice.js';
import { AsKnownThen, Freshness, InventedAreas } from '../../parts/notices.js';
import { PeriodRange } from '../../parts/period-range.js';
import { useCatalogue, type Catalogue } from '../../parts/use-catalogue.js';
import { extentOf } from '../../view/figures.js';
import { trendMeasures } from '../../view/view.js';
import { CompareSection } from './compare-section.js';
import { InsideSection } from './inside-section.js';
import { MapSection } from './map-section.js';
import { MultiplesSection } from './multiples-section.js';
import { RankingSection } from './ranking-section.js';
import { usePlaces, usePlacesView, type Places, type PlacesView } from './use-places.js';

/** Boards beside each other, two areas compared, and what is inside of one. */
export function PlacesPage(): JSX.Element {
  return (
    <FigurePage name="Places">
      <PlacesOrNone />
    </FigurePage>
  );
}

function PlacesOrNone(): JSX.Element {
  const catalogue = useCatalogue();
  const asked = usePlacesView(catalogue);
  return asked ? <PlacesOf {...{ asked, catalogue }} /> : <NoPlaces />;
}

function PlacesOf({ asked, catalogue }: { asked: PlacesView; catalogue: Catalogue }): JSX.Element {
  const places = usePlaces(asked, catalogue);
  const { view, place, change } = asked;
  const { measure } = view;
  useDocumentTitle(`Places: ${measure.name}, ${place.name}`);
  const answer = places.called.data;
  const withheld = (places.at?.figures ?? []).filter((figure) => figure.withheld).length;
  const shared = { asked, places, catalogue };
  return (
    <>
      <InventedAreas answer={answer} />
      <AsKnownThen asOf={view.pins.asOf} change={change} />
      <h1 className="nhsuk-heading-l wm-title">
        Places <span className="nhsuk-caption-m wm-title__area">{measure.name}</span>
      </h1>
      <p className="wm-lead">{measure.sentence}</p>
      <Freshness />
      <Choices {...shared} />
      <MapSection {...shared} />
      <RankingSection {...shared} />
      <MultiplesSection {...shared} />
      {measure.counting && measure.unit === 'proportion' ? <CompareSection {...shared} /> : null}
      <InsideSection {...shared} />
      <AboutMeasure measure={measure} />
      <AboutData answer={answer} withheld={withheld} />
    </>
  );
}

/** What every part of the page is given. */
export interface PlacesProps {
  asked: PlacesView;
  places: Places;
  catalogue: Catalogue;
}

function Choices({ asked, places, catalogue }: PlacesProps): JSX.Element {
  const { view, place, change, today } = asked;
  const { area } = view;
  const into = (patch: Parameters<typeof change>[0]): void =>
    change({ ...patch, sub_icb: undefined, pcn: undefined, first: undefined, second: undefined });
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        <MeasureChoice measures={trendMeasures(catalogue.measures)} value={view.measure.id} change={change} />
        <AreaChoice {...{ area, catalogue }} change={into} />
      </div>
      <div className="wm-choices__row">
        <PeriodRange
          grain="quarter"
          extent={extentOf(places.all.data)}
          {...{ from: place.from, to: place.to, change }}
        />
        <AsOfChoice asOf={view.pins.asOf} change={change} />
      </div>
      {places.before ? (
        <Radios
          {...{ idPrefix: 'boundaries', name: 'boundaries', legend: 'Boards', small: true, inline: true }}
          className="wm-radios"
          legendProps={{ size: 's' }}
          onChange={({ target }) =>
            change({ boundaries: (target as HTMLInputElement).value === 'current' ? 'current' : undefined })
          }
        >
          <Radios.Item value="as_was" checked={!today}>
            The 42 of that time
          </Radios.Item>
          <Radios.Item value="current" checked={today}>
            Today’s 36
          </Radios.Item>
        </Radios>
      ) : null}
      {view.detailed ? (
        <Filters filters={view.filters} change={change} providers={[]} />
      ) : (
        <p className="wm-quiet">
          {capitalised(place.name)} is shown as a board among others, by quarter and without filters.
        </p>
      )}
    </section>
  );
}

function NoPlaces(): JSX.Element {
  useDocumentTitle('No such measure of places');
  return (
    <>
      <h1>This measure is not shown by place</h1>
      <p>The address names a measure that is not known here, or one that cannot be told by quarter.</p>
      <p>
        <PageLink to="/places">Go to a measure that can</PageLink>
      </p>
    </>
  );
}
