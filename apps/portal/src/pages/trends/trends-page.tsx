import type { JSX } from 'react';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';

export function TrendsPage(): JSX.Element {
  useDocumentTitle('Trends');
  return (
    <Main>
      <h1>Trends</h1>
    </Main>
  );
}
