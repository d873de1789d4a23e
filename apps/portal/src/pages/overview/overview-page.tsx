import type { JSX } from 'react';
import type { Measure } from '../../api/schemas.js';
import { capitalised } from '../../labels/numbers.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FigurePage } from '../../layout/figure-page.js';
import { AboutData } from '../../parts/about-data.js';
import { AreaChoice } from '../../parts/area-choice.js';
import { AsOfChoice } from '../../parts/as-of-choice.js';
import { Cite } from '../../parts/cite.js';
import { AsKnownThen, Freshness, InventedAreas } from '../../parts/notices.js';
import { useCatalogue } from '../../parts/use-catalogue.js';
import { changeOf, eventsOf } from '../../sentences/changes-sentence.js';
import { pinsOf, usePageChange, usePageSearch, type Pins } from '../../view/page-search.js';
import { areaName, areaOf, areaText, maySeeDetail, type Area } from '../../view/view.js';
import { HeadlineCard } from './headline-card.js';
import { useHeadlines, type Headline } from './use-headlines.js';

/** From the first step to the last. */
const HEADLINES = [
  'uptake.first_session',
  'days_to_first_session.p50',
  'attendance',
  'retained.12w',
  'disengaged.12w',
] as const;

/** How the reader's own area does, at a glance, and what changed. */
export function OverviewPage(): JSX.Element {
  return (
    <FigurePage name="Overview">
      <Overview />
    </FigurePage>
  );
}

function Overview(): JSX.Element {
  const { me, measures, areas } = useCatalogue();
  const search = usePageSearch();
  const change = usePageChange();
  const wanted = areaOf(search['area'], me, areas);
  // What is shown here is shown in detail: an analyst looks at the own boards, and at others in Trends.
  const area = maySeeDetail(wanted, me) ? wanted : areaOf(undefined, me, areas);
  const pins = pinsOf(search);
  const name = areaName(area, me, areas);
  useDocumentTitle(`Overview, ${name}`);
  const shown = HEADLINES.flatMap((id) => measures.find((measure) => measure.id === id) ?? []);
  return (
    <>
      <h1 className="nhsuk-heading-l wm-title">
        Overview <span className="nhsuk-caption-m wm-title__area">{capitalised(name)}</span>
      </h1>
      <AsKnownThen asOf={pins.asOf} change={change} />
      <Freshness />
      <section className="wm-choices" aria-label="What to show">
        <div className="wm-choices__row">
          <AreaChoice {...{ area, change }} catalogue={{ me, areas }} detailedOnly />
          <AsOfChoice asOf={pins.asOf} change={change} />
        </div>
      </section>
      <Headlines {...{ area, name, pins }} measures={shown} />
    </>
  );
}

interface HeadlinesProps {
  measures: Measure[];
  area: Area;
  name: string;
  pins: Pins;
}

function Headlines({ measures, area, name, pins }: HeadlinesProps): JSX.Element {
  const { me, areas } = useCatalogue();
  const headlines = useHeadlines(measures, { me, area, areas, pins });
  const first = headlines.find(({ called }) => called.data)?.called.data;
  const withheld = headlines.flatMap((each) => each.area ?? []).filter((figure) => figure.withheld).length;
  const shown = { area: areaText(area), ...pins };
  return (
    <>
      <InventedAreas answer={first} />
      <Changes headlines={headlines} />
      <section className="wm-section" aria-labelledby="headlines">
        <h2 id="headlines" className="nhsuk-heading-m">
          From referral to staying
        </h2>
        <p className="wm-quiet">The line is the area, the dashed line England, over two years by quarter.</p>
        <div className="wm-cards">
          {headlines.map((headline) => (
            <HeadlineCard key={headline.measure.id} {...{ headline, shown }} place={name} />
          ))}
        </div>
        <Cite
          title={`Overview, ${name}`}
          answer={first && { asOf: first.asOf, editions: first.editions }}
          shown={{ area: areaText(area) }}
        />
      </section>
      <AboutData answer={first} withheld={withheld} />
    </>
  );
}

function Changes({ headlines }: { headlines: Headline[] }): JSX.Element {
  const loading = headlines.some(({ area, called }) => !area && !called.error);
  const changes = headlines.flatMap((headline) => changeOf(headline) ?? []);
  const events = [...new Set(headlines.flatMap(({ area }) => eventsOf(area ?? [])))];
  const all = [...changes, ...events];
  return (
    <section className="wm-section" aria-labelledby="changes" aria-busy={loading}>
      <h2 id="changes" className="nhsuk-heading-m">
        What changed
      </h2>
      <div role="status">
        {loading ? (
          <p>Loading figures</p>
        ) : all.length === 0 ? (
          <p>No signal of change in these measures, and no clear difference from a year ago.</p>
        ) : (
          <ul className="nhsuk-list nhsuk-list--bullet">
            {all.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
