import type { JSX, ReactNode } from 'react';
import type { Envelope, Measure } from '../api/schemas.js';
import { capitalised } from '../labels/numbers.js';
import { useDocumentTitle } from '../layout/document-title.js';
import { FILTER_NAMES, type FilterName } from '../view/search.js';
import type { Detail } from '../view/use-detail.js';
import { AboutData } from './about-data.js';
import { AboutMeasure } from './about-measure.js';
import { AreaChoice } from './area-choice.js';
import { AsOfChoice } from './as-of-choice.js';
import { Filters } from './filters.js';
import { AsKnownThen, Freshness, InventedAreas } from './notices.js';
import { OwnBoardsOnly } from './own-boards-only.js';
import { PeriodRange } from './period-range.js';

interface DetailFrameProps {
  detail: Detail;
  title: string;
  /** What the page answers, in a sentence or two. */
  lead: ReactNode;
  /** Choices of the page itself, before those of every page. */
  choices?: ReactNode;
  /** What a filter would take apart that the page sets side by side. */
  withoutFilters?: readonly FilterName[];
  /** The main answer of the page; undefined = it is not there. */
  answer: Envelope | undefined;
  /** How many figures on the page are withheld. */
  withheld: number;
  /** Those that the page is about. */
  measure?: Measure | undefined;
  children: ReactNode;
}

/** Everything around the charts of a page about an area in detail: notices, choices, what the figures are. */
export function DetailFrame(props: DetailFrameProps): JSX.Element {
  const { detail, title, lead, answer, withheld, measure, children } = props;
  const { name: place, change, pins, detailed, catalogue } = detail;
  useDocumentTitle(`${title}, ${place}`);
  return (
    <>
      <InventedAreas answer={answer} />
      <AsKnownThen asOf={pins.asOf} change={change} />
      <h1 className="nhsuk-heading-l wm-title">
        {title} <span className="nhsuk-caption-m wm-title__area">{capitalised(place)}</span>
      </h1>
      <p className="wm-lead">{lead}</p>
      <Freshness />
      <DetailChoices {...props} />
      {detailed ? children : <OwnBoardsOnly {...{ what: title, catalogue, change }} />}
      {measure ? <AboutMeasure measure={measure} /> : null}
      <AboutData answer={answer} withheld={withheld} />
    </>
  );
}

function DetailChoices({ detail, choices, withoutFilters = [] }: DetailFrameProps): JSX.Element {
  const { area, catalogue, change, from, to, pins, filters } = detail;
  const names = FILTER_NAMES.filter((name) => name !== 'provider' && !withoutFilters.includes(name));
  return (
    <section className="wm-choices" aria-label="What to show">
      <div className="wm-choices__row">
        {choices}
        <AreaChoice {...{ area, catalogue, change }} detailedOnly />
      </div>
      <div className="wm-choices__row">
        <PeriodRange {...{ grain: 'quarter', from, to, change, extent: recentYears() }} />
        <AsOfChoice asOf={pins.asOf} change={change} />
      </div>
      <Filters filters={filters} providers={[]} change={change} names={names} />
    </section>
  );
}

const YEARS = 4;

/** Periods to choose among: this year and those before it. */
function recentYears(): { first: number; last: number } {
  const now = new Date();
  const last = now.getUTCFullYear() * 12 + now.getUTCMonth();
  return { first: (now.getUTCFullYear() - YEARS) * 12, last };
}
