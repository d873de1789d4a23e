// Questions as somebody who knows the tables would write them by hand, without control and without what the platform adds
// (feeds, scope, who is left out and why): what the portal's own statements are measured against. `areas` joins the practices
// of the newest edition, for board and deprivation.

const LONDON = `'Europe/London'`;
const day = (column) => `toDate(${column}, ${LONDON})`;
const UPTAKE = `first_attended_at IS NOT NULL AND ${day('first_attended_at')} <= ${day('referred_at')} + 56`;
const MATURE = (asOf) => `${day('referred_at')} + 57 <= ${day(asOf)}`;
const STARTED = (asOf, days) =>
  `first_attended_at < ${asOf} AND ${day('first_attended_at')} + ${days} <= ${day(asOf)}`;
const RETAINED = (from, to) =>
  `arrayExists((start, outcome) -> outcome = 'attended'
     AND ${day('start')} - ${day('first_attended_at')} BETWEEN ${from} AND ${to}, session_start, session_outcome)`;

/** @param asOf an instant as SQL @returns { path, over, sql } of each: the portal's question and the same by hand */
export function handWritten(database, asOf) {
  const pathways = `${database}.pathways FINAL`;
  const areas = `${pathways} LEFT ANY JOIN (SELECT practice, icb36, imd_decile, pcn FROM waymark.practices FINAL) AS area
    ON area.practice = pathways.practice`;
  const sessions = `${pathways} ARRAY JOIN session_start AS start, session_outcome AS outcome, session_booked AS booked,
    session_activity AS activity, session_ref AS ref`;
  const held = `booked AND start < ${asOf} AND outcome IN ('attended', 'dna')`;
  return [
    {
      ...{ over: 'referrals', path: 'measures/referrals?by=month' },
      sql: `SELECT toYYYYMM(referred_at, ${LONDON}) AS month, count() FROM ${pathways} WHERE kind = 'initial' GROUP BY month`,
    },
    {
      ...{ over: 'referrals', path: 'measures/uptake.first_session?by=practice' },
      sql: `SELECT practice, countIf(${UPTAKE}), count() FROM ${pathways} WHERE kind = 'initial' AND ${MATURE(asOf)} GROUP BY practice`,
    },
    {
      ...{ over: 'referrals', path: 'measures/uptake.first_session?by=icb,quarter&boundaries=current' },
      sql: `SELECT icb36, toYear(referred_at, ${LONDON}) AS year, toQuarter(referred_at, ${LONDON}) AS quarter, countIf(${UPTAKE}), count()
        FROM ${areas} WHERE kind = 'initial' AND ${MATURE(asOf)} GROUP BY icb36, year, quarter`,
    },
    {
      ...{ over: 'referrals', path: 'measures/uptake.first_session?by=imd_decile,sex' },
      sql: `SELECT imd_decile, sex, countIf(${UPTAKE}), count() FROM ${areas} WHERE kind = 'initial' AND ${MATURE(asOf)} GROUP BY imd_decile, sex`,
    },
    {
      ...{ over: 'referrals', path: 'measures/contact.14d?by=route,age_band' },
      sql: `SELECT route, age_band, countIf(${day('first_contact_at')} <= ${day('referred_at')} + 14), count() FROM ${pathways}
        WHERE kind = 'initial' AND ${day('referred_at')} + 15 <= ${day(asOf)} GROUP BY route, age_band`,
    },
    {
      ...{ over: 'sessions', path: 'measures/retained.12w?by=sex' },
      sql: `SELECT sex, countIf(${RETAINED(84, 111)}), count() FROM ${pathways} WHERE ${STARTED(asOf, 112)} GROUP BY sex`,
    },
    {
      ...{ over: 'sessions', path: 'measures/retained.26w?by=age_band,quarter' },
      sql: `SELECT age_band, toYear(first_attended_at, ${LONDON}) AS year, toQuarter(first_attended_at, ${LONDON}) AS quarter,
        countIf(${RETAINED(182, 209)}), count() FROM ${pathways} WHERE ${STARTED(asOf, 210)} GROUP BY age_band, year, quarter`,
    },
    {
      ...{ over: 'sessions', path: 'measures/dna?by=activity,month' },
      sql: `SELECT if(activity = '', programme_activity, activity) AS what, toYYYYMM(start, ${LONDON}) AS month, countIf(outcome = 'dna'), count()
        FROM ${sessions} WHERE ${held} GROUP BY what, month`,
    },
    {
      ...{ over: 'sessions', path: 'measures/dna?by=provider' },
      sql: `SELECT referral_provider[ref + 1] AS sender, countIf(outcome = 'dna'), count() FROM ${sessions} WHERE ${held} GROUP BY sender`,
    },
  ];
}
