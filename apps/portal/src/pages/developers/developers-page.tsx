import type { JSX } from 'react';
import { keysAnswer, keysPath } from '../../api/keys.js';
import { useCall } from '../../api/use-call.js';
import { PageLink } from '../../layout/page-link.js';
import { Loading, Problem } from '../../layout/states.js';
import { FeedsFrame } from '../feeds/feeds-frame.js';
import { CodeBlock } from './code-block.js';
import { EXAMPLES } from './examples.js';
import { TryEvent } from './try-event.js';

/** From a key to the first accepted event: settings, examples that the tests run, an event to try, and where everything is described. */
export function DevelopersPage(): JSX.Element {
  return (
    <FeedsFrame
      title="For developers"
      lead="From a key to your first accepted event in ten minutes: with curl, or with what you write in."
    >
      {(provider) => <Developers key={provider} provider={provider} />}
    </FeedsFrame>
  );
}

function Developers({ provider }: { provider: string }): JSX.Element {
  const { data, error, retry } = useCall(keysPath(provider), keysAnswer);
  if (error) return <Problem error={error} onRetry={retry} />;
  if (!data) return <Loading what="your prefix" />;
  const [prefix = ''] = data.sourcePrefixes;
  return (
    <>
      <Key prefix={prefix} />
      <FirstEvent />
      <TryEvent {...{ provider, prefix }} />
      <Languages />
      <Arrived />
      <Descriptions />
    </>
  );
}

function Key({ prefix }: { prefix: string }): JSX.Element {
  const settings = `export BASE='${window.location.origin}'\nexport PREFIX='${prefix}'\nexport KEY='wmk_test_...'\n`;
  return (
    <section className="wm-section" aria-labelledby="key">
      <h2 id="key" className="nhsuk-heading-m">
        1. A key
      </h2>
      <p>
        Issue a test key under <PageLink to="/feeds/keys">Keys</PageLink>. It goes the whole way and is
        answered as a live one; nothing is stored and nothing counts. Then set, in the shell that you try in:
      </p>
      <CodeBlock name="the settings" text={settings} />
    </section>
  );
}

function FirstEvent(): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="first-event">
      <h2 id="first-event" className="nhsuk-heading-m">
        2. The first event
      </h2>
      <p>
        <code>source</code> begins with your prefix, <code>id</code> is yours and unique within it,{' '}
        <code>subject</code> is your own id of the referral. Never a name; an NHS number in{' '}
        <code>person.nhsNumber</code> alone, where it becomes a pseudonym on arrival.
      </p>
      <CodeBlock name="the first event with curl" text={EXAMPLES.firstEvent} />
      <p>
        202 says that it is durable: <code>accepted</code> is 1. Sent again it is a duplicate and counts once:
        after a fault of the network, after 429 or 503, send again, always. To change an event, send it with a
        higher <code>revision</code>.
      </p>
      <p>
        <code>/v1/events:validate</code> makes the same checks and stores nothing; a refusal names the place
        and what was expected:
      </p>
      <CodeBlock name="a check with curl" text={EXAMPLES.checkOnly} />
    </section>
  );
}

function Languages(): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="languages">
      <h2 id="languages" className="nhsuk-heading-m">
        4. From your own program
      </h2>
      <p>Up to 1,000 events and 5 MiB in one call, sent again while the server is busy or away.</p>
      <h3 className="nhsuk-heading-s">TypeScript</h3>
      <CodeBlock name="the example in TypeScript" text={EXAMPLES.typescript} />
      <h3 className="nhsuk-heading-s">Python</h3>
      <CodeBlock name="the example in Python" text={EXAMPLES.python} />
      <h3 className="nhsuk-heading-s">CloudEvents SDKs</h3>
      <p>
        The public SDKs send what is taken here, one event structured or binary, or a batch:{' '}
        <a href="https://www.npmjs.com/package/cloudevents">cloudevents for JavaScript</a>,{' '}
        <a href="https://pypi.org/project/cloudevents/">cloudevents for Python</a>.
      </p>
    </section>
  );
}

function Arrived(): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="did-it-arrive">
      <h2 id="did-it-arrive" className="nhsuk-heading-m">
        5. Did it arrive?
      </h2>
      <p>
        With a live key, your program asks what <PageLink to="/feeds">My feed</PageLink> shows:
      </p>
      <CodeBlock name="the question about your feed" text={EXAMPLES.didItArrive} />
    </section>
  );
}

function Descriptions(): JSX.Element {
  return (
    <section className="wm-section" aria-labelledby="descriptions">
      <h2 id="descriptions" className="nhsuk-heading-m">
        Every call and every schema
      </h2>
      <ul>
        <li>
          <a href="/api-docs">The calls, as a page</a>, and as <a href="/openapi.json">OpenAPI</a>
        </li>
        <li>
          <a href="/v1/schemas">The JSON Schemas of all event types</a>
        </li>
        <li>
          <a href="/asyncapi.json">The events, as AsyncAPI</a>
        </li>
      </ul>
    </section>
  );
}
