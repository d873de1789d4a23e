import type { JSX } from 'react';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { PageLink } from '../../layout/page-link.js';

/** What was done for everybody to be able to use the portal, how it was looked at, and what is known to be missing. */
export function AccessibilityPage(): JSX.Element {
  useDocumentTitle('Accessibility statement');
  return (
    <Main>
      <div className="wm-text">
        <h1>Accessibility statement</h1>
        <p>
          This statement is about the pages of Waymark and the files that they offer. You should be able to:
        </p>
        <ul>
          <li>zoom in to 400% without losing text or having to scroll sideways, except inside wide tables</li>
          <li>
            use every page with a keyboard alone, and go through the points of a chart with the arrow keys
          </li>
          <li>read every chart as a sentence and as a table, or take its figures as a file</li>
          <li>tell lines and points apart by their shape as well as their colour</li>
          <li>use the pages with animations switched off in your system</li>
        </ul>
        <p>
          Who is signed in finds every chart, with what it is for and how it is read, in the{' '}
          <PageLink to="/gallery">gallery of charts</PageLink>.
        </p>
        <h2>How accessible Waymark is</h2>
        <p>
          The pages are built to meet the Web Content Accessibility Guidelines version 2.2 at level AA. No
          auditor has confirmed yet that they do.
        </p>
        <h3>What is missing or not known</h3>
        <ul>
          <li>The pages need JavaScript, because charts are drawn in the browser.</li>
          <li>
            People who use screen readers or voice control every day have not tried the pages with us yet. The
            words read out for charts are tested by programs only.
          </li>
          <li>
            In a chart with many points, going through them one at a time takes long. The table is quicker.
          </li>
        </ul>
        <h2>How it was tested</h2>
        <p>
          Each change is tested in a real browser: with the axe checker, by keyboard, at the width of a small
          telephone (320 pixels, which is 1,280 pixels at 400%) and with the size of what can be pressed. Such
          checks find some faults, not all.
        </p>
        <h2>Tell us about a fault</h2>
        <p>
          If you cannot use something, or need figures in another form, tell whoever gave you access to this
          Waymark. They run it, and can also tell those who write it.
        </p>
        <p>
          Where a public body runs this Waymark and you are not content with its answer, you can contact the{' '}
          <a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support Service</a>. The
          Equality and Human Rights Commission enforces the accessibility regulations of 2018.
        </p>
        <p>This statement was written on 28 November 2026.</p>
      </div>
    </Main>
  );
}
