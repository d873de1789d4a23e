import type { JSX } from 'react';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { PageLink } from '../../layout/page-link.js';

/** What is held about whom. */
export function PrivacyPage(): JSX.Element {
  useDocumentTitle('Privacy');
  return (
    <Main>
      <div className="wm-text">
        <h1>Privacy</h1>
        <p>
          This page says what this program keeps, about the people whose care it counts and about you who use
          it. The organisation that runs this Waymark decides why it is used and answers for it. Ask whoever
          gave you access for its own privacy notice.
        </p>
        <PeopleCounted />
        <PeopleUsing />
        <Measuring />
        <h2>Who else gets it</h2>
        <p>
          The pages load nothing from other sites and send nothing to them. What you download is yours to look
          after: small numbers are withheld in it as they are on the page.
        </p>
      </div>
    </Main>
  );
}

function PeopleCounted(): JSX.Element {
  return (
    <>
      <h2>People whose referrals are counted</h2>
      <p>Providers send records of referrals and sessions. As each record arrives, before it is kept:</p>
      <ul>
        <li>
          the person’s number at the provider and the NHS number are replaced by a code made with a secret key
        </li>
        <li>a date or year of birth becomes an age band</li>
        <li>a postcode becomes a small area of about 1,500 people, or the record is refused</li>
      </ul>
      <p>
        Names and addresses have no place in a record. Sex, ethnicity, reasons for referral, the GP practice,
        sessions and scores are kept with the code, because they are what Waymark counts. Pages and files show
        counts of people, never one person. Who sees which, and how small numbers are withheld, depends on
        your role.
      </p>
    </>
  );
}

function PeopleUsing(): JSX.Element {
  return (
    <>
      <h2>You, when you use Waymark</h2>
      <ul>
        <li>Your name, role and area are kept for as long as you have access, and in the log after that.</li>
        <li>Of your access token only a fingerprint is kept, from which nobody can make the token.</li>
        <li>
          Each time you look at figures, who asked, what was asked and how many rows came back are written to
          a log for audit. It is kept for as long as this Waymark is.
        </li>
        <li>
          The program’s own log holds no addresses of pages, no searches and no network addresses. Your
          network address is held in memory for a short time, to limit how much one address can send.
        </li>
      </ul>
    </>
  );
}

function Measuring(): JSX.Element {
  return (
    <>
      <h2>Measuring how well the pages work</h2>
      <p>
        Only if you agree, pages tell this Waymark about errors, how fast pages are, which pages are opened
        and which buttons are used, with the name of your browser and a random number for the visit. Searches
        in addresses, numbers of eight digits or more, postcodes, e-mail addresses and tokens are taken out in
        your browser, and once more on the server. It is not joined to your account. It goes after 90 days.
      </p>
      <p>
        Whoever runs this Waymark can have a copy sent to their own monitoring (Grafana Alloy), where their
        rules about keeping it hold. The <PageLink to="/cookies">page about cookies</PageLink> lists what is
        kept in your browser and lets you change your answer.
      </p>
    </>
  );
}
