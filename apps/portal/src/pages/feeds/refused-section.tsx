import type { JSX } from 'react';
import type { FeedAnswer, ImportTold, Reject } from '../../api/feed-schema.js';
import { count, counted } from '../../labels/numbers.js';
import { londonTime } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { PageLink } from '../../layout/page-link.js';
import { FeedSection, type OwnFile } from './feed-section.js';
import { meaningOf, placeName, wayOf } from './refusal-words.js';

/** What was refused in the last weeks, grouped by reason and place, each with the way to put it right. */
export function RefusedSection({ feed }: { feed: FeedAnswer }): JSX.Element {
  const { rejects } = feed;
  return (
    <FeedSection
      id="refused"
      title="What was refused, and why"
      sentence={refusedSentence(rejects)}
      file={fileOf(feed)}
    >
      {rejects.length === 0 ? null : (
        <ul className="wm-refusals">
          {rejects.map((reject) => (
            <li key={`${reject.where} ${reject.code} ${reject.pointer}`} className="wm-refusal">
              <Refusal reject={reject} />
            </li>
          ))}
        </ul>
      )}
    </FeedSection>
  );
}

export function refusedSentence(rejects: readonly Reject[]): string {
  const of = (where: Reject['where']): number =>
    rejects.reduce((sum, reject) => (reject.where === where ? sum + reject.count : sum), 0);
  const [pushed, unread] = [of('push'), of('log')];
  return [
    pushed === 0
      ? 'Nothing that you sent in the last 28 days was refused.'
      : `${counted(pushed, 'event was', 'events were')} refused in the last 28 days. Nothing of them was stored: put right, they are sent again with the same ids.`,
    unread === 0
      ? ''
      : `${counted(unread, 'record was', 'records were')} taken, and not understood when ${unread === 1 ? 'it was' : 'they were'} read.`,
  ]
    .join(' ')
    .trim();
}

function Refusal({ reject }: { reject: Reject }): JSX.Element {
  const { where, code, detail, pointer, count: times, firstAt, lastAt } = reject;
  return (
    <>
      <h3 className="nhsuk-heading-s">
        {count(times)} × {placeName(pointer)}: {meaningOf(code, detail)}
      </h3>
      <p>
        <strong>To put it right:</strong> {wayOf(code, where)}
      </p>
      <p className="wm-quiet">
        {where === 'push' ? 'Refused when it was sent' : 'Taken, and not understood when it was read'}, first
        on {londonTime(firstAt)}, last on {londonTime(lastAt)}. Code: <code>{code}</code>
      </p>
    </>
  );
}

const fileOf = ({ provider, rejects }: FeedAnswer): OwnFile => ({
  ...{ what: 'the refusals', name: `waymark-${provider}-refused` },
  header: ['Times', 'Code', 'Place', 'What it means', 'To put it right', 'First', 'Last'],
  rows: rejects.map(({ where, code, detail, pointer, count: times, firstAt, lastAt }) => [
    ...[times, code, pointer, meaningOf(code, detail), wayOf(code, where), firstAt, lastAt],
  ]),
});

/** The last import of each own profile, with what was refused of it. */
export function ImportsSection({ imports }: { imports: readonly ImportTold[] }): JSX.Element {
  return (
    <FeedSection
      id="imports"
      title="Last files"
      sentence={
        imports.length === 0
          ? 'No file of yours has been imported.'
          : 'The last file of each profile. What was refused of it is corrected in the file itself, which is then sent again: corrected rows replace, nothing is doubled.'
      }
    >
      {imports.length === 0 ? null : (
        <ul className="wm-refusals">
          {imports.map((told) => (
            <li key={told.profile} className="wm-refusal">
              <LastImport told={told} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <PageLink to="/feeds/send">Send a file</PageLink>
      </p>
    </FeedSection>
  );
}

const STATES: Readonly<Record<ImportTold['state'], string>> = {
  running: 'running now',
  completed: 'completed',
  broken: 'broken off: send the file again, it goes on where it stopped',
};

function LastImport({ told }: { told: ImportTold }): JSX.Element {
  const { profile, state, updatedAt, rows, rejected, rejects } = told;
  return (
    <>
      <h3 className="nhsuk-heading-s">{profile}</h3>
      <p>
        {londonTime(updatedAt)}, {STATES[state]}: {counted(rows, 'row')}, {count(rejected)} refused.
      </p>
      {rejects.length === 0 ? null : (
        <ul>
          {rejects.map(({ code, column, count: times }) => (
            <li key={`${code} ${column}`}>
              {count(times)} × {column === '' ? 'the row' : column}: {meaningOf(code)} {wayOf(code, 'file')}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where there is nothing yet, the ways to begin. */
export function NothingYet(): JSX.Element {
  return (
    <Empty title="Nothing of yours has arrived yet.">
      <p>There are two ways to begin:</p>
      <ul>
        <li>
          <PageLink to="/feeds/send">Send a file</PageLink>: a spreadsheet as it is, or one of three
          templates. No developer is needed.
        </li>
        <li>
          <PageLink to="/feeds/developers">For developers</PageLink>: from a key to the first accepted event
          in ten minutes.
        </li>
      </ul>
    </Empty>
  );
}
