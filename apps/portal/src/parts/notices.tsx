import type { JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { InsetText, WarningCallout } from 'nhsuk-react-components';
import { statusQuery } from '../api/queries.js';
import type { Envelope } from '../api/schemas.js';
import { asOfText } from '../labels/periods.js';
import { freshness } from '../sentences/freshness.js';
import type { Change } from '../view/page-search.js';

/** How fresh the figures are; loud when something that arrived is not in them, or nothing is known. */
export function Freshness(): JSX.Element {
  const status = useQuery(statusQuery);
  if (status.isPending) return <p className="wm-freshness wm-quiet">Asking how fresh the figures are</p>;
  const { stale, text } = freshness(status.data, Date.now());
  if (!stale) return <p className="wm-freshness wm-quiet">{text}</p>;
  return (
    <WarningCallout className="wm-notice">
      <WarningCallout.Heading headingLevel="h2">These figures may be out of date</WarningCallout.Heading>
      <p>{text}</p>
    </WarningCallout>
  );
}

/** Invented areas are said before any figure, so that nobody takes the demonstration for a real place. */
export function InventedAreas({
  answer,
}: {
  answer: Pick<Envelope, 'editions'> | undefined;
}): JSX.Element | null {
  const invented = answer?.editions.find(({ synthetic }) => synthetic === true);
  if (!invented) return null;
  return (
    <InsetText className="wm-notice">
      <p className="nhsuk-body-s nhsuk-u-margin-bottom-0">
        <strong>Demonstration.</strong> Practices, neighbourhoods and deprivation come from an invented
        edition, “{invented.label ?? invented.id}”. These are not figures about real places.
      </p>
    </InsetText>
  );
}

/** A view of the past is said before any figure, with the way back. */
export function AsKnownThen({
  asOf,
  change,
}: {
  asOf: string | undefined;
  change: Change;
}): JSX.Element | null {
  if (asOf === undefined) return null;
  const latest = { asOf: undefined, versions: undefined, editions: undefined };
  return (
    <InsetText className="wm-notice">
      <p className="nhsuk-body-s nhsuk-u-margin-bottom-0">
        <strong>As known at {asOfText(asOf)}.</strong> What was received later is not in these figures.{' '}
        <button type="button" className="wm-link-button" onClick={() => change(latest)}>
          Show the latest
        </button>
      </p>
    </InsetText>
  );
}
