import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';
import { MeasuringChoice } from './measuring-choice.js';

interface Kept {
  name: string;
  where: string;
  why: string;
  until: string;
}

/** Without these the portal does not work as people expect, so nobody is asked. */
const NEEDED: readonly Kept[] = [
  {
    name: 'waymark_session',
    where: 'Cookie',
    why: 'Keeps you signed in. Scripts cannot read it, and other sites cannot send it.',
    until: '12 hours, or until you sign out',
  },
  {
    name: 'waymark.telemetry',
    where: 'Local storage',
    why: 'Your answer about measuring and its date, so that you are not asked again. It is not sent anywhere.',
    until: 'You are asked again after a year',
  },
  {
    name: 'tsr-scroll-restoration-v1_3',
    where: 'Session storage',
    why: 'How far down each page you were, for the back button. It is not sent anywhere.',
    until: 'You close the tab',
  },
];

/** Only for those who agreed. */
const AGREED: readonly Kept[] = [
  {
    name: 'com.grafana.faro.lastNavigationId',
    where: 'Session storage',
    why: 'A random number for the last page load, to tell it from the one before.',
    until: 'You close the tab or change your answer',
  },
];

/** What is kept in the browser, and the choice about it. */
export function CookiesPage(): JSX.Element {
  useDocumentTitle('Cookies');
  return (
    <Main>
      <div className="wm-text">
        <h1>Cookies and storage</h1>
        <p>
          Waymark keeps a few things in your browser. None of them is used for advertising, none is shared
          with another site, and none tells who you are to anybody but this Waymark.
        </p>
        <h2>What the portal needs</h2>
        <KeptTable caption="Kept for everybody" rows={NEEDED} />
        <h2>Measuring how well the pages work</h2>
        <p>
          If you agree, pages tell the people who run this Waymark about errors, how fast pages are, which
          pages are opened and which buttons are used. Until you agree, nothing of this is kept or sent.
        </p>
        <KeptTable caption="Kept only if you agree" rows={AGREED} />
        <p>
          A second random number, which lets errors of one visit be seen together, is kept nowhere. It is gone
          when you close or reload the page.
        </p>
        <MeasuringChoice />
      </div>
    </Main>
  );
}

function KeptTable({ caption, rows }: { caption: string; rows: readonly Kept[] }): JSX.Element {
  return (
    <Table responsive caption={caption} captionProps={{ size: 's' }}>
      <Table.Head>
        <Table.Row>
          <Table.Cell>Name</Table.Cell>
          <Table.Cell>Where</Table.Cell>
          <Table.Cell>What for</Table.Cell>
          <Table.Cell>Until</Table.Cell>
        </Table.Row>
      </Table.Head>
      <Table.Body>
        {rows.map(({ name, where, why, until }) => (
          <Table.Row key={name}>
            <Table.Cell>
              <code className="wm-stored">{name}</code>
            </Table.Cell>
            <Table.Cell>{where}</Table.Cell>
            <Table.Cell>{why}</Table.Cell>
            <Table.Cell>{until}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table>
  );
}
