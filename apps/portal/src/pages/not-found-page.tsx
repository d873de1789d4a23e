import type { JSX } from 'react';
import { Link } from '@tanstack/react-router';
import { useDocumentTitle } from '../layout/document-title.js';
import { Main, PageLayout } from '../layout/page-layout.js';

export function NotFoundPage(): JSX.Element {
  useDocumentTitle('Page not found');
  return (
    <PageLayout>
      <Main>
        <h1>Page not found</h1>
        <p>There is no page at this address. It may have been typed or copied wrongly.</p>
        <p>
          <Link to="/">Go to the first page</Link>
        </p>
      </Main>
    </PageLayout>
  );
}
