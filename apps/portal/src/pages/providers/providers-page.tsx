import type { JSX } from 'react';
import { callPath } from '../../api/queries.js';
import { answer } from '../../api/schemas.js';
import { useCall } from '../../api/use-call.js';
import { capitalised } from '../../labels/numbers.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FigurePage } from '../../layout/figure-page.js';
import { PageLink } from '../../layout/page-link.js';
import { AboutData } from '../../parts/about-data.js';
import { AboutMeasure } from '../../parts/about-measure.js';
import { AreaChoice } from '../../parts/area-choice.js';
import { AsOfChoice } from '../../parts/as-of-choice.js';
import { Filters } from '../../parts/filters.js';
import { MeasureChoice } from '../../parts/measure-choice.js';
import { AsKnownThen, Freshness, InventedAreas } from '../../parts/notices.js';
import { OwnBoardsOnly } from '../../parts/own-boards-only.js';
import { PeriodRange } from '../../parts/period-range.js';
import { useCatalogue, type Catalogue } from '../../parts/use-catalogue.js';
import { extentOf } from '../../view/figures.js';
import { FILTER_NAMES } from '../../view/search.js';
import { ByProviderSection } from './by-provider-section.js';
import { FunnelSection } from './funnel-section.js';
import { funnelMeasures, useFunnel, useProvidersView, type ProvidersView } from './use-providers.js';

/** Providers beside each other: what they achieve, how completely they record, and how fast they answer. */
export function ProvidersPage(): JSX.Element {
  return (
    <FigurePage name="Providers">
      <Providers />
    </FigurePage>
  );
}

function Providers(): JSX.Element {
  const catalogue = useCatalogue();
  const view = useProvidersView(catalogue);
  return view ? <ProvidersOf view={view} catalogue={catalogue} /> : <NoFunnel />;
}

function ProvidersOf({ view, catalogue }: { view: ProvidersView; catalogue: Catalogue }): JSX.Element {
  const funnel = useFunnel(view);
  const { measure, change } = view;
  useDocumentTitle(`Providers: ${measure.name}, ${view.name}`);
  const withheld = (funnel.data?.points ?? []).filter(({ value }) => value == null).length;
  return (
    <>
      <InventedAreas answer={funnel.data} />
      <AsKnownThen asOf={view.pins.asOf} change={change} />
      <h1 className="nhsuk-heading-l wm-title">
        Providers <span className="nhsuk-caption-m wm-title__area">{capitalised(view.name)}</span>
      </h1>
      <p className="wm-lead">
        Which providers differ by more than chance, how completely they record, and how soon people hear from
        them.
      </p>
      <Freshness />
      <Choices {...{ view, catalogue }} />
      {view.detailed ? (
        <>
          <FunnelSection {...{ view, catalogue, funnel }} />
          <ByProviderSection
            {...{ view, catalogue, id: 'recording', title: 'How completely outcomes are recorded' }}
          />
          <ByProviderSection
            {...{ view, catalogue, id: 'days_to_contact.p50', title: 'How soon people are contacted' }}
          />
        </>
      ) : (
        <OwnBoardsOnly what="The comparison of providers" catalogue={catalogue} change={change} />
      )}
      <AboutMeasure measure={measure} />
      <AboutData answer={funnel.data} withheld={withheld + (funnel.data?.unnamed ?? 0)} />
    </>
  );
}

/** What, where, when and of whom; a provider is shown as a whole and chooses no place and no filter. */
function Choices({ view, catalogue }: { view: ProvidersView; catalogue: Catalogue }): JSX.Element {
  const { measure, area, from, to, filters, pins, change } = view;
  const whole = catalogue.me.role === 'provider';
  const { boundaries, icb, region, asOf, editions } = view.params;
  const quarters = useCall(
    view.detailed
      ? callPath('measures/recording', { by: 'quarter', boundaries, icb, region, asOf, editions })
      : undefined,
    answer,
  );
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        <MeasureChoice measures={funnelMeasures(catalogue.measures)} value={measure.id} change={change} />
        {whole ? null : <AreaChoice {...{ area, catalogue, change }} detailedOnly />}
      </div>
      <div className="wm-choices__row">
        <PeriodRange {...{ from, to, change }} grain="quarter" extent={extentOf(quarters.data)} />
        <AsOfChoice asOf={pins.asOf} change={change} />
      </div>
      {whole ? (
        <p className="wm-quiet">
          Your service is set beside all others as a whole: by quarter, without filters, and without their
          names.
        </p>
      ) : (
        <Filters {...{ filters, change }} providers={[]} names={FILTERS} />
      )}
    </section>
  );
}

const FILTERS = FILTER_NAMES.filter((name) => name !== 'provider');

function NoFunnel(): JSX.Element {
  useDocumentTitle('No such comparison');
  return (
    <>
      <h1>Providers cannot be compared by this measure</h1>
      <p>The address names a measure that is not known here, or one that is no share.</p>
      <p>
        <PageLink to="/providers">Go to a measure that is</PageLink>
      </p>
    </>
  );
}
