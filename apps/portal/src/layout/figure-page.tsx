import type { JSX, ReactNode } from 'react';
import { useMe } from '../session/use-me.js';
import { useDocumentTitle } from './document-title.js';
import { Main } from './page-layout.js';
import { Empty } from './states.js';

/** A page of figures. Administrators see none, and the page asks for none on their behalf. @param name of the page */
export function FigurePage({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  const me = useMe();
  return <Main>{me.role === 'admin' ? <NoFigures name={name} /> : children}</Main>;
}

function NoFigures({ name }: { name: string }): JSX.Element {
  useDocumentTitle(name);
  return (
    <>
      <h1>{name}</h1>
      <Empty title="Administrators look after providers, keys and people, and see no figures.">
        <p>Sign in as an analyst, a researcher, a provider or the data controller to see them.</p>
      </Empty>
    </>
  );
}
