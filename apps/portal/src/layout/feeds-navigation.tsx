import type { JSX } from 'react';
import { pagesWithin } from '../pages/pages.js';
import { usePageSearch } from '../view/page-search.js';
import { PageLink } from './page-link.js';

/** The pages of the area Feeds, one beside the other, at the head of each; which of the own services is meant goes along. */
export function FeedsNavigation(): JSX.Element {
  const { provider } = usePageSearch();
  return (
    <nav className="wm-subnav" aria-label="Feeds">
      <ul className="wm-subnav__list">
        {pagesWithin('/feeds').map(({ path, name, tab = name }) => (
          <li key={path}>
            <PageLink exact to={path} search={{ provider }} className="wm-subnav__link">
              {tab}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
