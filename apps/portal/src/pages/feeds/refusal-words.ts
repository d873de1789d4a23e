import { FAULTS, type FaultCode } from '@waymark/events';

/** Codes that an event cannot be refused for, but a row of a file, a push as a whole or a stored record can. */
type OtherCode =
  | 'id_conflict'
  | 'wrong_cell_count'
  | 'repeated_header'
  | 'invalid_encoding'
  | 'formula'
  | 'shortened_number'
  | 'lost_leading_zeros'
  | 'excel_date_number'
  | 'other_date_format';

/** How to put each refusal right, for whoever looks after the system that sends, or types the spreadsheet. */
const WAYS: Readonly<Record<FaultCode | OtherCode, string>> = {
  not_an_object: 'Send one JSON object for each event, or an array of them.',
  unsupported_specversion: 'Set specversion to "1.0".',
  unknown_attribute: 'Leave the attribute out, or correct its spelling. Names are in lower case.',
  unknown_member:
    'Leave the member out of data, or correct its spelling. Notes and other free text may not be sent.',
  unknown_type: 'Take the name of the type from the list of schemas, with its version at the end.',
  missing: 'Fill it in. In a spreadsheet: the cell is empty, or the column is not mapped.',
  wrong_type:
    'Send a number as a number, a text in quotes, a list in brackets, as the schema of the type says.',
  not_in_list:
    'Use one of the listed codes. In a spreadsheet: correct the word, or map your word to a code in the profile.',
  invalid_format: 'Write it as the schema says: codes of organisations in capitals, ids without spaces.',
  too_long: 'Shorten it. A long text is mostly a note in the wrong place: leave it out.',
  too_short: 'Fill it in: an empty text or list is not taken. Leave it out where nothing is known.',
  too_many: 'Send fewer items, the most important ones.',
  out_of_range: 'Correct the number: it lies outside of what can be. Often two columns changed places.',
  invalid_instant: 'Write date and time with an offset: 2026-09-01T09:30:00+01:00, or Z for UTC.',
  invalid_date:
    'Write a date that there is. In a spreadsheet: check that day and month are where the profile expects them.',
  too_early: 'Correct the year. Nothing before 2015 is taken.',
  in_the_future: 'Correct the date. What has not happened yet may only be the start of a booking.',
  end_before_start: 'Correct start or end: the end lies after the start.',
  conflicting_members: 'Send one of the two, not both.',
  not_allowed: 'Leave it out: it does not belong into an event of this type.',
  unsupported_content_type: 'Leave datacontenttype out, or set it to application/json.',
  source_not_allowed:
    'Begin source with your own prefix; Keys shows it. A supplier’s key takes the prefix of the provider it sends for.',
  contains_nhs_number:
    'Take the number out and use an id of your own. An NHS number belongs into person.nhsNumber alone.',
  invalid_nhs_number:
    'Check the ten digits with the person’s record. A spreadsheet may have taken off zeros at the start, or rounded it.',
  postcode_lookup_missing:
    'Send practice or neighbourhood instead of the postcode, or ask whoever runs this Waymark to load postcodes.',
  unknown_postcode: 'Check the postcode; where it is right, leave it out and send the practice.',
  id_conflict:
    'An event with this id was taken before and says something else. To change it send it with a higher revision; to tell something new give it an id of its own.',
  wrong_cell_count:
    'The row has more or fewer cells than the header. Look for a comma or line break in a cell.',
  repeated_header: 'Take the second header out of the file.',
  invalid_encoding: 'Save the file as CSV UTF-8, and send it again.',
  formula: 'Replace the formula by its value: copy, then paste as values.',
  shortened_number:
    'A spreadsheet has rounded a long number. Set the column to text and type the number again.',
  lost_leading_zeros:
    'A spreadsheet has taken off zeros at the start. Set the column to text and type them again.',
  excel_date_number: 'A date became a number. Set the column to a date format, and save again.',
  other_date_format: 'Write all dates of the column in one way, the one that the profile says.',
};

/** What is said of a code that this page does not know yet. */
const OTHERWISE = 'Look at the place named, correct it, and send it again.';
/** Records of the log that are not understood are not the sender's to repair. */
const IN_LOG = 'Nothing needs to be sent again: tell whoever runs this Waymark, who can have it read anew.';

/** How to put a refusal right. @param where push: when it was sent; log: when it was read */
export function wayOf(code: string, where: 'push' | 'log' | 'file' = 'push'): string {
  if (where === 'log') return IN_LOG;
  return (WAYS as Readonly<Record<string, string>>)[code] ?? OTHERWISE;
}

/** What a code means. @param told what the API says of it */
export function meaningOf(code: string, told = ''): string {
  if (told !== '') return told;
  const known: string | undefined = (FAULTS as Readonly<Record<string, string>>)[code];
  return known ?? `${code.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())}.`;
}

/** "outcome in data" of `/data/outcome`; the event as a whole of ''. */
export function placeName(pointer: string): string {
  if (pointer === '') return 'the event as a whole';
  const steps = pointer.slice(1).split('/');
  const [first, ...rest] = steps;
  return first === 'data' && rest.length > 0 ? `${rest.join(', ')} in data` : steps.join(', ');
}

/** Why an onward referral joined nothing, in a word or two, and what would join it. */
const UNLINKED: Readonly<Record<string, { name: string; way: string }>> = {
  no_part_of: {
    name: 'no partOf',
    way: 'send partOf with the provider and id of the referral it came from',
  },
  part_of_leads_nowhere: {
    name: 'partOf leads nowhere',
    way: 'correct partOf: no referral is known under it',
  },
  no_nhs_number: {
    name: 'no NHS number',
    way: 'send the person’s NHS number, which becomes a pseudonym on arrival',
  },
  no_initial_referral_of_this_person: {
    name: 'no initial referral of this person',
    way: 'ask the referring service to send its referral with the NHS number',
  },
};

/** "no partOf, no NHS number". */
export const unlinkedText = (missing: readonly string[]): string =>
  missing.map((code) => UNLINKED[code]?.name ?? code.replaceAll('_', ' ')).join(', ');

/** What would link some onward referrals: each reason once, the most frequent first. */
export function unlinkedWays(
  all: readonly { missing: readonly string[] }[],
): { name: string; way: string; times: number }[] {
  const times = new Map<string, number>();
  for (const code of all.flatMap(({ missing }) => missing)) times.set(code, (times.get(code) ?? 0) + 1);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => ({
      ...(UNLINKED[code] ?? { name: code.replaceAll('_', ' '), way: OTHERWISE }),
      times: count,
    }));
}

const FACTS: Readonly<Record<string, string>> = {
  ...{ nhs_number: 'NHS number', area: 'Practice, neighbourhood or board', neighbourhood: 'Neighbourhood' },
  ...{ age_band: 'Age band', sex: 'Sex', ethnicity: 'Ethnic group', route: 'Route', reasons: 'Reasons' },
};

export const factName = (fact: string): string => FACTS[fact] ?? fact.replaceAll('_', ' ');
