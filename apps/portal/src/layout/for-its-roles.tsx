import type { ComponentType, JSX } from 'react';
import type { Me } from '../api/schemas.js';
import { isFor, type PageEntry } from '../pages/pages.js';
import { useMe } from '../session/use-me.js';
import { useDocumentTitle } from './document-title.js';
import { Main } from './page-layout.js';
import { Empty } from './states.js';

/** A page for those whom it is for; others read whom that is. Access itself is the server's to refuse. */
export function forItsRoles({ name, tab, roles }: PageEntry, Page: ComponentType): ComponentType {
  if (roles === undefined) return Page;
  return function ForItsRoles(): JSX.Element {
    const me = useMe();
    return isFor(roles, me.role) ? <Page /> : <ForOthers name={tab ?? name} roles={roles} />;
  };
}

const PLURALS: Record<Me['role'], string> = {
  provider: 'providers',
  icb_analyst: 'analysts of a board',
  researcher: 'researchers',
  controller: 'the data controller',
  admin: 'administrators',
};

function ForOthers({ name, roles }: { name: string; roles: readonly Me['role'][] }): JSX.Element {
  useDocumentTitle(name);
  const whom = roles.map((role) => PLURALS[role]).join(' and ');
  return (
    <Main>
      <h1>{name}</h1>
      <Empty title={`This page is for ${whom}.`}>
        <p>It is about a provider’s own data. Sign in as one to use it.</p>
      </Empty>
    </Main>
  );
}
