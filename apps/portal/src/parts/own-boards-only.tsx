import type { JSX } from 'react';
import { Empty } from '../layout/states.js';
import { placeName } from '../view/view.js';
import type { Change } from '../view/page-search.js';
import type { Catalogue } from './use-catalogue.js';

/** Stands where figures would be that an analyst may see of their own boards alone. @param what "The pathway" */
export function OwnBoardsOnly(props: {
  what: string;
  catalogue: Pick<Catalogue, 'me' | 'areas'>;
  change: Change;
}): JSX.Element {
  const { what, catalogue, change } = props;
  return (
    <Empty title={`${what} is shown for your own boards only.`}>
      {catalogue.me.scope.map((code) => (
        <p key={code}>
          <button type="button" className="wm-link-button" onClick={() => change({ area: code })}>
            Show {placeName(code, catalogue.areas)}
          </button>
        </p>
      ))}
    </Empty>
  );
}
