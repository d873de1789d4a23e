import type { JSX, ReactNode } from 'react';
import { useDocumentTitle } from '../../layout/document-title.js';
import { FeedsNavigation } from '../../layout/feeds-navigation.js';
import { Main } from '../../layout/page-layout.js';
import { Empty } from '../../layout/states.js';
import { OwnProviderChoice, useOwnProvider, useServiceName } from './own-provider.js';

interface FeedsFrameProps {
  title: string;
  /** What the page is for, in a sentence. */
  lead: string;
  /** The page itself, about one own service. */
  children: (provider: string) => ReactNode;
}

/** Around every page about an own feed: its neighbours, its title, and which of the own services it is about. */
export function FeedsFrame({ title, lead, children }: FeedsFrameProps): JSX.Element {
  const provider = useOwnProvider();
  const name = useServiceName();
  useDocumentTitle(title);
  return (
    <Main>
      <FeedsNavigation />
      <h1 className="nhsuk-heading-l wm-title">
        {title}{' '}
        <span className="nhsuk-caption-m wm-title__area">
          {provider === undefined ? 'No service' : name(provider)}
        </span>
      </h1>
      <p className="wm-lead wm-feeds-lead">{lead}</p>
      {provider === undefined ? (
        <Empty title="You do not look after a service yet.">
          <p>Ask the administrator of this Waymark to name your service in your account.</p>
        </Empty>
      ) : (
        <>
          <OwnProviderChoice provider={provider} />
          {children(provider)}
        </>
      )}
    </Main>
  );
}
