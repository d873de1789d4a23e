import { useEffect, useRef, useState, type JSX } from 'react';
import { Button } from 'nhsuk-react-components';
import { PageLink } from '../layout/page-link.js';
import { choose, useChoice, type Choice } from './consent.js';

/** Asks once whether the pages may tell how they work. Nothing waits for the answer. */
export function ConsentBanner(): JSX.Element | null {
  const chosen = useChoice();
  const [answered, setAnswered] = useState<Choice>();
  if (answered) return <Answered choice={answered} onHide={() => setAnswered(undefined)} />;
  if (chosen) return null;
  const answer = (choice: Choice): void => {
    setAnswered(choice);
    choose(choice);
  };
  return (
    <section className="wm-consent" aria-label="Measuring how Waymark works">
      <div className="nhsuk-width-container">
        <h2 className="nhsuk-heading-s">May these pages tell us how well they work?</h2>
        <p>
          If you agree, they tell the people who run this Waymark about errors, how fast pages are, which
          pages are opened and which buttons are used. For that they keep a random number in this tab until
          you close it. They never tell who you are or what a page showed. Waymark works the same if you say
          no.
        </p>
        {/* Neither answer looks better than the other. */}
        <div className="wm-consent__answers">
          <Button type="button" secondary onClick={() => answer('agreed')}>
            Yes, I agree
          </Button>
          <Button type="button" secondary onClick={() => answer('refused')}>
            No, do not measure
          </Button>
          <PageLink to="/cookies">About cookies and storage</PageLink>
        </div>
      </div>
    </section>
  );
}

/** Says what was chosen where the question was, and takes the keyboard, which would be lost with the button. */
function Answered({ choice, onHide }: { choice: Choice; onHide: () => void }): JSX.Element {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.focus(), []);
  const hide = (): void => {
    onHide();
    document.getElementById('maincontent')?.focus();
  };
  return (
    <section className="wm-consent" aria-label="Measuring how Waymark works">
      <div className="nhsuk-width-container">
        <p ref={text} tabIndex={-1}>
          {choice === 'agreed' ? 'You have agreed to measuring.' : 'Nothing is measured.'} You can change this
          at any time on the <PageLink to="/cookies">page about cookies</PageLink>.
        </p>
        <div className="wm-consent__answers">
          <Button type="button" secondary onClick={hide}>
            Hide this message
          </Button>
        </div>
      </div>
    </section>
  );
}
