import type { JSX } from 'react';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FigurePage } from '../../layout/figure-page.js';
import { capitalised } from '../../labels/numbers.js';
import { AboutData } from '../../parts/about-data.js';
import { AreaChoice } from '../../parts/area-choice.js';
import { AsOfChoice } from '../../parts/as-of-choice.js';
import { BreakdownChoice } from '../../parts/breakdown-choice.js';
import { Filters } from '../../parts/filters.js';
import { AsKnownThen, Freshness, InventedAreas } from '../../parts/notices.js';
import { OwnBoardsOnly } from '../../parts/own-boards-only.js';
import { PeriodRange } from '../../parts/period-range.js';
import { useCatalogue, type Catalogue } from '../../parts/use-catalogue.js';
import { StagesSection } from './stages-section.js';
import { StepSection } from './step-section.js';
import { UnlinkedSection } from './unlinked-section.js';
import { usePathway, usePathwayView, type PathwayCalls, type PathwayView } from './use-pathway.js';
import { WaitSection } from './wait-section.js';

/** How far people come from the referral to completion, where they are lost, and how long they wait. */
export function PathwayPage(): JSX.Element {
  return (
    <FigurePage name="Pathway">
      <Pathway />
    </FigurePage>
  );
}

function Pathway(): JSX.Element {
  const catalogue = useCatalogue();
  const view = usePathwayView(catalogue);
  const calls = usePathway(view, catalogue);
  useDocumentTitle(`Pathway, ${view.name}`);
  const rows = [...(calls.whole.data?.rows ?? []), ...(calls.groups.data?.rows ?? [])];
  const withheld = rows.filter(({ count }) => count === null).length;
  return (
    <>
      <InventedAreas answer={calls.whole.data} />
      <AsKnownThen asOf={view.pins.asOf} change={view.change} />
      <h1 className="nhsuk-heading-l wm-title">
        Pathway <span className="nhsuk-caption-m wm-title__area">{capitalised(view.name)}</span>
      </h1>
      <p className="wm-lead">
        How far people come from a referral to completion, where they are lost, and how long they wait.
      </p>
      <Freshness />
      <Choices {...{ view, calls, catalogue }} />
      {view.detailed ? (
        <>
          <StagesSection {...{ view, calls }} />
          <StepSection {...{ view, calls, catalogue }} />
          <WaitSection {...{ view, catalogue }} />
          <UnlinkedSection {...{ view, catalogue }} />
        </>
      ) : (
        <OwnBoardsOnly what="The pathway" catalogue={catalogue} change={view.change} />
      )}
      <AboutData answer={calls.whole.data} withheld={withheld} />
    </>
  );
}

/** Where, when and of whom; every choice goes into the address at once. */
function Choices(props: { view: PathwayView; calls: PathwayCalls; catalogue: Catalogue }): JSX.Element {
  const { view, calls, catalogue } = props;
  const { area, from, to, by, breakdowns, filters, pins, change } = view;
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        <AreaChoice {...{ area, catalogue, change }} detailedOnly />
        <BreakdownChoice names={breakdowns} value={by} change={change} />
      </div>
      <div className="wm-choices__row">
        <PeriodRange {...{ from, to, change }} grain="quarter" extent={calls.extent} />
        <AsOfChoice asOf={pins.asOf} change={change} />
      </div>
      <Filters {...{ filters, change }} providers={calls.providers} />
    </section>
  );
}
