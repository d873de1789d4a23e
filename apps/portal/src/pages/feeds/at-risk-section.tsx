import type { JSX } from 'react';
import { Details } from 'nhsuk-react-components';
import type { AtRiskAnswer } from '../../api/feed-schema.js';
import type { Called } from '../../api/use-call.js';
import { count, counted } from '../../labels/numbers.js';
import { londonTime } from '../../labels/periods.js';
import { Loading, Problem } from '../../layout/states.js';
import { FeedSection, type OwnFile } from './feed-section.js';
import { sheetTime } from './feed-words.js';
import { MadeIds, OwnId } from './own-id.js';
import { OwnTable } from './own-table.js';

const TITLE = 'People who may be about to stop';

interface AtRiskSectionProps {
  called: Called<AtRiskAnswer>;
  /** Nothing has come for long: what is not known looks like silence of people. */
  silent: boolean;
}

/** Own people who miss sessions or have not come for weeks, by own referral id: for staff to ask how they are. */
export function AtRiskSection({ called, silent }: AtRiskSectionProps): JSX.Element {
  const { data, error, retry } = called;
  if (!data) {
    return (
      <section aria-labelledby="at-risk" className="wm-section">
        <h2 id="at-risk" className="nhsuk-heading-m">
          {TITLE}
        </h2>
        {error ? <Problem error={error} onRetry={retry} /> : <Loading what="the list" />}
      </section>
    );
  }
  return (
    <FeedSection
      {...{ id: 'at-risk', title: TITLE, file: fileOf(data) }}
      sentence={`${atRiskSentence(data)}${silent ? ' Your feed has been silent, too: some may have come to sessions that have not been sent.' : ''}`}
    >
      <Details>
        <Details.Summary>Who is listed</Details.Summary>
        <Details.Text>
          <p>{data.rule}</p>
        </Details.Text>
      </Details>
      <MadeIds ids={data.listed.map(({ subject }) => subject)} />
      {data.total === 0 ? null : <People people={data} />}
    </FeedSection>
  );
}

export function atRiskSentence({ total, listed }: Pick<AtRiskAnswer, 'total' | 'listed'>): string {
  if (total === 0) return 'Nobody has missed two sessions in a row or stayed away for three weeks.';
  const missed = listed.filter(({ why }) => why.includes('missed_two')).length;
  const silent = listed.filter(({ why }) => why.includes('no_session_for_three_weeks')).length;
  return `${counted(total, 'person', 'people')} of yours may be about to stop: ${count(missed)} missed at least two sessions in a row, ${count(silent)} have not come for three weeks. A call may keep somebody.`;
}

const REASONS: Readonly<Record<string, string>> = {
  missed_two: 'missed two or more in a row',
  no_session_for_three_weeks: 'no session for three weeks',
};
const whyText = (why: readonly string[]): string =>
  why.map((code) => REASONS[code] ?? code.replaceAll('_', ' ')).join(' and ');

function People({ people: { listed } }: { people: AtRiskAnswer }): JSX.Element {
  return (
    <OwnTable
      caption="Your referrals of people who may be about to stop"
      rows={listed}
      keyOf={({ subject }) => subject}
      columns={[
        { head: 'Your referral', cell: ({ subject }) => <OwnId id={subject} /> },
        { head: 'Why', cell: ({ why }) => whyText(why) },
        { head: 'Last came', cell: ({ lastAttended }) => londonTime(lastAttended) },
        { head: 'Missed in a row', numeric: true, cell: ({ missed }) => count(missed) },
        {
          head: 'Next booked',
          cell: ({ nextBooked }) => (nextBooked === null ? 'nothing booked' : londonTime(nextBooked)),
        },
      ]}
    />
  );
}

const fileOf = ({ provider, listed }: AtRiskAnswer): OwnFile => ({
  ...{ what: 'this list', name: `waymark-${provider}-may-be-about-to-stop` },
  header: ['Referral', 'Why', 'Last came', 'Missed in a row', 'Next booked'],
  rows: listed.map(({ subject, why, lastAttended, missed, nextBooked }) => [
    ...[subject, whyText(why), sheetTime(lastAttended), missed],
    nextBooked === null ? '' : sheetTime(nextBooked),
  ]),
});
