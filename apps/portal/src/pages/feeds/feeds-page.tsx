import { useState, type JSX } from 'react';
import { atRiskAnswer, feedAnswer, type AtRiskAnswer, type FeedAnswer } from '../../api/feed-schema.js';
import { callPath } from '../../api/queries.js';
import { useCall } from '../../api/use-call.js';
import { londonTime } from '../../labels/periods.js';
import { Loading, Problem } from '../../layout/states.js';
import { ArrivedSection } from './arrived-section.js';
import { AtRiskSection } from './at-risk-section.js';
import { CompletenessSection } from './completeness-section.js';
import { isSilent } from './feed-words.js';
import { FeedsFrame } from './feeds-frame.js';
import { codesOn, NO_NUMBERS, OwnNumbersContext } from './own-numbers.js';
import { OwnNumbersSection } from './own-numbers-section.js';
import { OwnResults } from './own-results.js';
import { ImportsSection, NothingYet, RefusedSection } from './refused-section.js';
import { NotCountedSection, OutcomesSection } from './to-complete.js';
import { toDo } from './to-do.js';

/** What a provider is told of its own feed, its own people and its own results. */
export function FeedsPage(): JSX.Element {
  return (
    <FeedsFrame
      title="My feed"
      lead="Whether your events arrive, what was refused and how to put it right, and what your own records show."
    >
      {(provider) => <MyFeed key={provider} provider={provider} />}
    </FeedsFrame>
  );
}

function MyFeed({ provider }: { provider: string }): JSX.Element {
  const feed = useCall(callPath('feed', { provider }), feedAnswer);
  const atRisk = useCall(callPath('feed/at-risk', { provider }), atRiskAnswer);
  const [numbers, setNumbers] = useState(NO_NUMBERS);
  const { data, error } = feed;
  const retryBoth = (): void => {
    feed.retry();
    if (atRisk.error) atRisk.retry();
  };
  if (error) {
    return (
      <Problem error={error} onRetry={retryBoth}>
        <p>Events are taken meanwhile: nothing that you send is lost by it.</p>
      </Problem>
    );
  }
  if (!data) return <Loading what="your feed" />;
  // The server’s clock: it moves on also while nothing arrives.
  const now = Date.parse(data.asOf);
  if (isNew(data)) return <NothingYet />;
  const codes = codesOn(data, atRisk.data);
  return (
    <OwnNumbersContext value={numbers}>
      <p className="wm-freshness wm-quiet">
        Holds everything received up to {londonTime(data.asOf)}; exact, and nobody else’s.
      </p>
      <ToDo feed={data} atRisk={atRisk.data} />
      <ArrivedSection {...{ feed: data, now }} />
      <OwnNumbersSection {...{ provider, codes, numbers, onNumbers: setNumbers }} />
      <AtRiskSection called={atRisk} silent={isSilent(data, now)} />
      <RefusedSection feed={data} />
      <OutcomesSection feed={data} />
      <NotCountedSection feed={data} />
      <ImportsSection imports={data.imports} />
      <CompletenessSection feed={data} />
      <OwnResults provider={provider} />
    </OwnNumbersContext>
  );
}

/** Nothing came, and nothing was refused either. */
function isNew({ last, rejects, imports }: FeedAnswer): boolean {
  return last === null && rejects.length === 0 && imports.length === 0;
}

/** What waits for somebody, each a way to its part of the page. */
function ToDo({ feed, atRisk }: { feed: FeedAnswer; atRisk: AtRiskAnswer | undefined }): JSX.Element {
  const waiting = toDo(feed, atRisk);
  return (
    <nav aria-labelledby="to-do" className="wm-to-do">
      <h2 id="to-do" className="nhsuk-heading-s">
        {waiting.length === 0 ? 'Nothing waits for you' : 'What waits for you'}
      </h2>
      <ul>
        {waiting.map(({ id, text }) => (
          <li key={id}>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
        <li>
          <a href="#results">Your results</a>
        </li>
      </ul>
    </nav>
  );
}
