import type { JSX } from 'react';
import { useDocumentTitle } from '../layout/document-title.js';
import { PageLink } from '../layout/page-link.js';

/** Stands where a page would be whose address names a measure that it cannot show. @param page its address */
export function NoSuchMeasure({ page }: { page: string }): JSX.Element {
  useDocumentTitle('Not for this measure');
  return (
    <>
      <h1>This measure cannot be shown here</h1>
      <p>The address names a measure that is not known, or that is not a share of people who are counted.</p>
      <p>
        <PageLink to={page}>Go to a measure that can</PageLink>
      </p>
    </>
  );
}
