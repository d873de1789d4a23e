import type { JSX } from 'react';
import { useQuery } from '@tanstack/react-query';
import { SummaryList, Tag } from 'nhsuk-react-components';
import { statusQuery } from '../api/queries.js';
import type { Envelope } from '../api/schemas.js';
import { exclusionLabel, profileLabel } from '../labels/codes.js';
import { count, counted } from '../labels/numbers.js';
import { londonTime } from '../labels/periods.js';
import { freshness } from '../sentences/freshness.js';

interface AboutDataProps {
  /** What the main answer of the page says of itself; undefined = it is not there. */
  answer: Envelope | undefined;
  /** How many figures on the page are withheld. */
  withheld: number;
}

/** Where the figures come from: how fresh, which areas, what is left out, what is withheld. */
export function AboutData({ answer, withheld }: AboutDataProps): JSX.Element | null {
  const status = useQuery(statusQuery).data;
  if (!answer) return null;
  return (
    <section aria-labelledby="about-data" className="wm-section wm-section--about">
      <h2 id="about-data" className="nhsuk-heading-m">
        About these figures
      </h2>
      <SummaryList className="wm-definition">
        <SummaryList.Row>
          <SummaryList.Key>Freshness</SummaryList.Key>
          <SummaryList.Value>
            {freshness(status, Date.now()).text} Judged as at {londonTime(answer.asOf)}.
          </SummaryList.Value>
        </SummaryList.Row>
        <SummaryList.Row>
          <SummaryList.Key>Areas</SummaryList.Key>
          <SummaryList.Value>
            <Editions answer={answer} />{' '}
            {answer.boundaries === 'as_was'
              ? 'Boards are those of the time.'
              : 'Boards are today’s, also for earlier periods.'}
          </SummaryList.Value>
        </SummaryList.Row>
        <SummaryList.Row>
          <SummaryList.Key>Left out</SummaryList.Key>
          <SummaryList.Value>
            <Excluded excluded={answer.excluded} />
          </SummaryList.Value>
        </SummaryList.Row>
        <SummaryList.Row>
          <SummaryList.Key>Withheld</SummaryList.Key>
          <SummaryList.Value>
            {profileLabel(answer.profile)}
            {answer.profile === 'none'
              ? ''
              : ` ${counted(withheld, 'figure')} behind this page ${withheld === 1 ? 'is' : 'are'} withheld.`}
          </SummaryList.Value>
        </SummaryList.Row>
        {answer.notes && answer.notes.length > 0 ? (
          <SummaryList.Row>
            <SummaryList.Key>Mind that</SummaryList.Key>
            <SummaryList.Value>
              <ul className="nhsuk-list wm-plain-list">
                {answer.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </SummaryList.Value>
          </SummaryList.Row>
        ) : null}
      </SummaryList>
    </section>
  );
}

function Editions({ answer: { editions } }: { answer: Envelope }): JSX.Element {
  if (editions.length === 0)
    return <>No edition of areas is loaded: every area is as the provider gave it.</>;
  return (
    <>
      {editions.map(({ id, label, synthetic }) => (
        <span key={id}>
          {label ?? id} {synthetic ? <Tag modifier="orange">Invented</Tag> : null}{' '}
        </span>
      ))}
    </>
  );
}

function Excluded({ excluded }: { excluded: Envelope['excluded'] }): JSX.Element {
  const reasons = Object.entries(excluded).filter(([, number]) => number !== 0);
  if (reasons.length === 0) return <>Nothing.</>;
  return (
    <ul className="nhsuk-list wm-plain-list">
      {reasons.map(([reason, number]) => (
        <li key={reason}>
          {number === null ? 'A few (withheld)' : count(number)} {exclusionLabel(reason)}
        </li>
      ))}
    </ul>
  );
}
