import type { JSX } from 'react';
import type { FunnelAnswer } from '../../api/funnel-schema.js';
import type { Measure } from '../../api/schemas.js';
import { counted, rounded } from '../../labels/numbers.js';
import { PageLink } from '../../layout/page-link.js';
import { Loading, Placeholder, Problem } from '../../layout/states.js';
import { useCatalogue } from '../../parts/use-catalogue.js';
import { endingsSentence } from '../../sentences/endings-sentence.js';
import { limitsText, partsText } from '../../sentences/figure-text.js';
import { PLACE_NAMES } from '../../sentences/funnel-sentence.js';
import { curvesOf, endingsOf } from '../../view/curves.js';
import { figureIn } from '../../view/rows.js';
import { FeedSection } from './feed-section.js';
import { OWN_MEASURES, ownPoint, useOwnEndings, useOwnResult } from './use-own-results.js';

/** Own figures, exact, each beside all other providers without their names. */
export function OwnResults({ provider }: { provider: string }): JSX.Element {
  const { measures } = useCatalogue();
  const shown = OWN_MEASURES.flatMap((id) => measures.filter((measure) => measure.id === id));
  return (
    <FeedSection
      id="results"
      title="Your results"
      sentence="Exact, of your own service over all the time that is known, beside the average of all providers and the limits of chance around it. The others stand there without their names."
    >
      <div className="wm-cards">
        {shown.map((measure) => (
          <OwnResultCard key={measure.id} {...{ measure, provider }} />
        ))}
      </div>
      <Endings provider={provider} />
    </FeedSection>
  );
}

function OwnResultCard({ measure, provider }: { measure: Measure; provider: string }): JSX.Element {
  const { own, funnel } = useOwnResult(measure, provider);
  const id = `own-${measure.id}`;
  const [row] = own.data?.rows ?? [];
  const figure = row && figureIn(row, 'proportion');
  return (
    <section className="wm-card" aria-labelledby={id} aria-busy={!own.data && !own.error}>
      <h3 id={id} className="nhsuk-heading-s">
        <PageLink to="/trends" search={{ measure: measure.id }}>
          {measure.name}
        </PageLink>
      </h3>
      {own.error ? <Problem error={own.error} onRetry={own.retry} /> : null}
      {own.data || own.error ? null : <Placeholder />}
      {own.data && figure?.value == null ? <p>Nothing can be counted yet.</p> : null}
      {figure?.value == null ? null : (
        <>
          <p className="wm-card__value">{rounded(figure.value, 'proportion')}</p>
          <p className="wm-card__sentence">
            {partsText(figure)} (95% limits {limitsText(figure, 'proportion')}).
          </p>
        </>
      )}
      {funnel.data ? <p className="wm-card__sentence">{besideText(measure, funnel.data, provider)}</p> : null}
      <p className="wm-card__about">
        <PageLink to="/providers" search={{ measure: measure.id }}>
          Beside other providers<span className="nhsuk-u-visually-hidden">: {measure.name}</span>
        </PageLink>
      </p>
    </section>
  );
}

/** Where the own service stands among others. */
export function besideText(measure: Measure, funnel: FunnelAnswer, provider: string): string {
  const { average, points, overdispersion } = funnel;
  const told = points.filter((point) => point.place !== null);
  if (average === null || told.length === 0) return 'There are too few providers to compare with.';
  const among = `All ${counted(told.length, 'provider')}: ${rounded(average, measure.unit)} on average.`;
  const point = ownPoint(funnel, provider);
  if (!point) return among;
  const place = (overdispersion.adjusted ? point.adjusted : point.place) ?? null;
  if (place !== null) return `${among} Yours lies ${PLACE_NAMES[place]}.`;
  const why = point.flags?.includes('attendances_only')
    ? 'you do not record missed sessions'
    : 'it is about too few people';
  return `${among} Yours is not compared: ${why}.`;
}

function Endings({ provider }: { provider: string }): JSX.Element {
  const { data, error, retry } = useOwnEndings(provider);
  const { areas } = useCatalogue();
  const [curve] = data ? curvesOf(data.strata, undefined, areas) : [];
  return (
    <>
      <h3 className="nhsuk-heading-s">How it ends</h3>
      {error ? <Problem error={error} onRetry={retry} /> : data ? null : <Loading what="endings" />}
      {data ? <p>{endingsSentence(curve ? endingsOf(curve) : [], 'your service')}</p> : null}
      <p>
        <PageLink to="/staying">How long people stay, and how it ends</PageLink>,{' '}
        <PageLink to="/why-people-stop">why people stop</PageLink>
      </p>
    </>
  );
}
