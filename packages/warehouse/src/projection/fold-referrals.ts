/**
 * Which event counts, and the fold of each provider's referral, in SQL: the referrals named in `touched` are folded from all their
 * raw events into `referrals`. See the event contract, "Which event counts". Steps are tables of their own because one
 * statement of all of them would take longer to plan than to run. No function over an array looks into another array as it goes: the
 * engine copies that one for every item, and a referral of some hundred events would need more memory than a statement has. `S` = staging database, `G` = generation, `R` = the raw events.
 */
export interface Databases {
  stage: string;
  generation: string;
  /** Holds `events` and `links`; the generation itself, unless an instant is frozen. */
  raw: string;
}

/** The touched referrals' events, each log position once. `{asOf}`: only what the log had received by then. */
export const copyEvents = ({ stage: S, raw: R }: Databases): string => `
INSERT INTO ${S}.events SETTINGS min_insert_block_size_rows = 8192, min_insert_block_size_bytes = 0
SELECT node, provider, subject, position, eid, revision, type, target,
  toUnixTimestamp64Milli(ordered), toUnixTimestamp64Milli(time),
  person_id, person_nhs, kind, if(part_of_subject = '', 0, sipHash64(part_of_provider, part_of_subject)),
  practice, lsoa, icb, age_band, sex, ethnicity, route, reasons, activity_based,
  role, by, reason, outcome, activity_provider, activity, booking, toUnixTimestamp64Milli(starts),
  mode, minutes, actions, barriers, planned_sessions, planned_weeks, instrument, stage, scores
FROM ${R}.events
WHERE node IN (SELECT node FROM ${S}.touched) AND received <= {asOf:DateTime64(3)}
LIMIT 1 BY position`;

/**
 * Records that never count: not the first of their source, id and revision; of another type than the first of their id; not
 * the highest revision of it. Only ids with more than one record are looked at.
 */
export const findSuperseded = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.superseded
SELECT arrayJoin(arrayFilter(p -> p != chosen, records.2)) AS position
FROM
(
  SELECT
    arraySort(groupArray((revision, position, toInt8(type)))) AS records,
    argMin(toInt8(type), position) AS first_type,
    arrayLast(
      (r, first) -> first AND r.3 = first_type,
      records,
      arrayMap((rev, before) -> rev != before, records.1, arrayPopBack(arrayPushFront(records.1, -1)))
    ).2 AS chosen
  FROM ${S}.events
  WHERE (node, eid) IN (SELECT node, eid FROM ${S}.events GROUP BY node, eid HAVING count() > 1)
  GROUP BY node, eid
)`;

/** Ids that are voided: what the plain voids name, less what a void of a void undoes. Voids of voids of voids reach nothing. */
export const findVoided = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.voided
WITH voids AS (
  SELECT node, eid, target FROM ${S}.events
  WHERE type = 'voided' AND position NOT IN (SELECT position FROM ${S}.superseded)
)
SELECT node, target FROM voids
WHERE (node, target) NOT IN (SELECT node, eid FROM voids)
  AND (node, eid) NOT IN (SELECT node, target FROM voids WHERE (node, target) IN (SELECT node, eid FROM voids))`;

/** The fold of each touched referral. Lists are sorted by counting order: ordered (recorded, else received), time, position. */
export const foldReferrals = ({ stage: S, generation: G }: Databases): string => `
INSERT INTO ${G}.referrals
SELECT
  node, provider, subject, records, counting, known,
  facts.1, facts.2, facts.3, facts.4, facts.5, facts.6, facts.7, facts.8, facts.9, facts.10, facts.11, facts.12, facts.13, facts.14,
  first_contact_at, first_booked_at,
  arrayMap(x -> (x.2, x.4, x.5, x.6), arraySort(answers)),
  arrayMap(x -> (x.2, x.4, x.5), arraySort(closings)),
  arraySort(arrayFilter(s -> s.1 != 0, arrayMap(
    (state, placed, made, attendance, start, outcome) -> (
      start,
      if(attendance.5 != 0, attendance.1, state.1),
      outcome,
      placed.5 != 0,
      outcome = 'cancelled_by_person' AND state.5 = 9 AND state.7 = 'person' AND start - state.3 < 86400000,
      if(placed.5 != 0, made.10, attendance.10),
      if(placed.5 != 0, made.9, attendance.9),
      multiIf(attendance.5 != 0, attendance.8, state.5 = 9, state.8, '')),
    states, placings, makings, attendances, starts, outcomes))),
  arrayMap(x -> (x.2, x.4, x.5, x.6, x.7, x.8, x.9), arraySort(x -> (x.1, x.2, x.3), contacts)),
  arrayMap(x -> (x.2, x.4), arraySort(roles)),
  arrayMap(x -> (x.2, x.4, x.5, x.6, x.7), arraySort(x -> (x.1, x.2, x.3), programmes)),
  arrayMap(x -> (x.2, x.4, x.5, x.6), arraySort(x -> (x.1, x.2, x.3), measures)),
  arrayCount(start -> start = 0, starts),
  arrayCount(g -> arrayLastIndex(e -> e.5 = 8, g) > arrayFirstIndex(e -> e.5 = 10, g) AND arrayExists(e -> e.5 = 10, g), by_booking)
FROM
(
  SELECT * EXCEPT (booking_events),
    arraySplit((e, cut) -> cut, booking_events, arrayMap((b, before) -> b != before, booking_events.1, arrayPopBack(arrayPushFront(booking_events.1, '')))) AS by_booking,
    arrayMap(g -> arrayLast(e -> e.5 IN (7, 8, 9), g), by_booking) AS states,
    arrayMap(g -> arrayLast(e -> e.5 IN (7, 8), g), by_booking) AS placings,
    arrayMap(g -> arrayLast(e -> e.5 = 7, g), by_booking) AS makings,
    arrayMap(g -> arrayLast(e -> e.5 = 10, g), by_booking) AS attendances,
    arrayMap((placed, attendance) -> multiIf(placed.5 != 0, placed.6, attendance.6 != 0, attendance.6, attendance.3), placings, attendances) AS starts,
    arrayMap((state, attendance) -> multiIf(
      attendance.7 IN ('attended', 'attended_late'), 'attended',
      attendance.7 IN ('did_not_attend', 'arrived_too_late'), 'dna',
      attendance.7 != '', attendance.7,
      state.5 = 9, concat('cancelled_by_', state.7),
      ''), states, attendances) AS outcomes
  FROM
  (
    SELECT node, provider, subject,
      count() AS records, countIf(kind_of_event > 0) AS counting, countIf(kind_of_event = 1) > 0 AS known,
      argMaxIf((time, kind, part_of, person_nhs, person_id, practice, lsoa, icb, age_band, sex, ethnicity, route, reasons, activity_based),
        (ordered, time, position), kind_of_event = 1) AS facts,
      minIf(time, kind_of_event = 4 AND outcome = 'reached') AS first_contact_at,
      minIf(time, kind_of_event = 7) AS first_booked_at,
      groupArrayIf((ordered, time, position, if(kind_of_event = 2, 'accepted', 'declined'), by, reason), kind_of_event IN (2, 3)) AS answers,
      groupArrayIf((ordered, time, position, outcome, reason), kind_of_event = 12) AS closings,
      groupArrayIf((ordered, time, position, role, mode, outcome, minutes, actions, barriers), kind_of_event = 4) AS contacts,
      groupArrayIf((ordered, time, position, role), role != '' AND kind_of_event IN (1, 2, 4, 5)) AS roles,
      groupArrayIf((ordered, time, position, activity_provider, activity, planned_sessions, planned_weeks), kind_of_event = 6) AS programmes,
      groupArrayIf((ordered, time, position, instrument, stage, scores), kind_of_event = 11) AS measures,
      arraySort(groupArrayIf((booking, ordered, time, position, kind_of_event, starts, if(kind_of_event = 10, outcome, by), reason, activity_provider, activity),
        kind_of_event BETWEEN 7 AND 10)) AS booking_events
    FROM
    (
      SELECT * EXCEPT (type),
        if(type = 'voided' OR position IN (SELECT position FROM ${S}.superseded) OR (node, eid) IN (SELECT node, eid FROM ${S}.voided), 0, toInt8(type)) AS kind_of_event
      FROM ${S}.events
    )
    GROUP BY node, provider, subject
  )
)`;
