import type { JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { measuresQuery } from '../../api/queries.js';
import type { Measure } from '../../api/schemas.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { PageLink } from '../../layout/page-link.js';
import { Loading, Problem } from '../../layout/states.js';
import { AboutMeasure } from '../../parts/about-measure.js';
import { trendMeasures } from '../../view/view.js';

/** One measure of the book: definition, formula, version, caveats, and what others have published. */
export function MeasurePage(): JSX.Element {
  const { id }: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const { data, error, refetch } = useQuery(measuresQuery);
  const measure = data?.find((each) => each.id === id);
  useDocumentTitle(measure?.name ?? 'Measure');
  return (
    <Main>
      <p className="nhsuk-body-s">
        <PageLink to="/measures">All measures</PageLink>
      </p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <Loading what="the measure" />}
      {measure ? <Definition measure={measure} /> : null}
      {data && !measure ? (
        <>
          <h1 className="nhsuk-heading-l">There is no such measure</h1>
          <p>The address names a measure that is not known here.</p>
        </>
      ) : null}
    </Main>
  );
}

function Definition({ measure }: { measure: Measure }): JSX.Element {
  const hasTrend = trendMeasures([measure]).length > 0;
  return (
    <>
      <h1 className="nhsuk-heading-l">{measure.name}</h1>
      <p className="wm-lead">{measure.sentence}</p>
      {hasTrend ? (
        <p>
          <PageLink to="/trends" search={{ measure: measure.id }}>
            {measure.name} over time
          </PageLink>
        </p>
      ) : null}
      <AboutMeasure measure={measure} />
    </>
  );
}
