import type { Databases } from './fold-referrals.js';

const instant = (ms: string): string => `fromUnixTimestamp64Milli(${ms}, 'UTC')`;
const instants = (list: string): string => `arrayMap(ms -> ${instant('ms')}, ${list})`;
const instantOrNull = (ms: string): string => `if(${ms} = 0, NULL, ${instant(ms)})`;

/** The fact as the journey's first referral that has it gives it. */
const firstKnown = (fact: string): string => `argMinIf(r.${fact}, j.ref, r.${fact} != '')`;
/** The fact of the journey's own first referral. */
const ofKey = (fact: string): string => `argMin(r.${fact}, j.ref)`;
/** Every referral's list in one, each item preceded by `head` (which makes the order) with its number n in counting order. */
const all = (list: string, head: string, members: string[]): string =>
  `arraySort(groupArrayArray(arrayMap((x, n) -> (${[head, ...members.map((m) => `x.${m}`)].join(', ')}), r.${list}, arrayEnumerate(r.${list}))))`;

/**
 * The rows of `pathways`, tombstones among them, in one insert, so that a reader sees a journey leave one row and join
 * another at once. The orders of the lists are those documented on Pathway.
 */
export const writePathways = ({ stage: S, generation: G }: Databases): string => `
INSERT INTO ${G}.pathways
SELECT
  provider, subject, key, version, is_deleted, kind, ${instant('referred_at')},
  person_nhs, person_id, practice, lsoa, icb, age_band, sex, ethnicity, route, reasons, activity_based,
  ${instantOrNull('first_contact_at')}, ${instantOrNull('first_booked_at')},
  ${instantOrNull('arrayMin(arrayMap(s -> s.1, arrayFilter(s -> s.5, ss)))')},
  ${instantOrNull('attended[1].1')}, ${instantOrNull('attended[-1].1')},
  ${instantOrNull('first_programme.1')}, first_programme.4, first_programme.5, first_programme.6, first_programme.7,
  refs.2, refs.3, ${instants('refs.4')}, refs.5, refs.6, refs.7, refs.8, refs.9,
  answers.1, ${instants('answers.3')}, answers.4, answers.5, answers.6,
  closings.1, ${instants('closings.3')}, closings.4, closings.5,
  ss.2, ss.3, ${instants('ss.1')}, ss.4, ss.5, ss.6, ss.7, ss.8, ss.9,
  contacts.2, ${instants('contacts.1')}, contacts.4, contacts.5, contacts.6, contacts.7, contacts.8, contacts.9,
  ${instants('roles.1')}, roles.4,
  programmes.2, ${instants('programmes.1')}, programmes.4, programmes.5, programmes.6, programmes.7,
  ${instants('measures.1')}, measures.4, measures.5, measures.6,
  undated_bookings, rescheduled_after_outcome
FROM
(
  SELECT *,
    arrayFilter(s -> s.4 = 'attended', ss) AS attended,
    arrayMin(arrayMap(s -> (s.1, refs[s.2 + 1].2, refs[s.2 + 1].3, s.2), attended)).4 AS first_attended_ref,
    if(empty(attended), programmes[1], arrayFirst(p -> p.2 = first_attended_ref, programmes)) AS own_programme,
    if(own_programme.1 = 0, programmes[1], own_programme) AS first_programme
  FROM
  (
    SELECT j.key AS key, any(k.provider) AS provider, any(k.subject) AS subject, any(v.version) AS version, any(j.is_deleted) AS is_deleted,
      ${ofKey('kind')} AS kind, ${ofKey('referred_at')} AS referred_at,
      ${['person_nhs', 'person_id', 'practice', 'lsoa', 'icb', 'age_band', 'sex', 'ethnicity'].map((fact) => `${firstKnown(fact)} AS ${fact}`).join(', ')},
      ${ofKey('route')} AS route, ${ofKey('reasons')} AS reasons, argMin(tuple(r.activity_based), j.ref).1 AS activity_based,
      minIf(r.first_contact_at, r.first_contact_at != 0) AS first_contact_at,
      minIf(r.first_booked_at, r.first_booked_at != 0) AS first_booked_at,
      arraySort(groupArrayIf((j.ref, toString(r.provider), r.subject, r.referred_at, toString(r.kind), toString(r.practice), toString(r.lsoa), toString(r.icb), j.part_of_broken), j.node != 0)) AS refs,
      ${all('answers', 'j.ref, n', ['at', 'kind', 'by', 'reason'])} AS answers,
      ${all('closings', 'j.ref, n', ['at', 'outcome', 'reason'])} AS closings,
      ${all('sessions', 'x.start, j.ref', ['booking', 'outcome', 'booked', 'late', 'activity', 'activity_provider', 'reason'])} AS ss,
      ${all('contacts', 'x.at, j.ref, n', ['role', 'mode', 'outcome', 'minutes', 'actions', 'barriers'])} AS contacts,
      ${all('roles', 'x.at, j.ref, n', ['role'])} AS roles,
      ${all('programmes', 'x.at, j.ref, -toInt64(n)', ['activity_provider', 'activity', 'sessions', 'weeks'])} AS programmes,
      ${all('measures', 'x.at, j.ref, n', ['instrument', 'stage', 'scores'])} AS measures,
      sum(r.undated_bookings) AS undated_bookings, sum(r.rescheduled_after_outcome) AS rescheduled_after_outcome
    FROM ${S}.journeys AS j
    INNER JOIN (SELECT node, provider, subject FROM ${S}.referrals) AS k ON j.key = k.node
    INNER JOIN (SELECT label, sum(records) AS version FROM ${S}.referrals GROUP BY label) AS v ON j.label = v.label
    LEFT ANY JOIN ${S}.referrals AS r ON j.node = r.node
    GROUP BY j.key
  )
)`;
