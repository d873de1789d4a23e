import type { Databases } from './fold-referrals.js';

/**
 * From referrals to journeys, in SQL, for the components of the touched referrals. See the event contract, "The journey".
 * A component is every referral connected with another by any `partOf` or NHS-number pseudonym ever received: what
 * a touched referral can join, leave or change lies inside its component, before and after the batch.
 */

/** Round 0 of the component: the touched referrals, each its own label. */
export const startComponent = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.component SELECT DISTINCT node, node, 0 FROM ${S}.touched`;

/**
 * One more round, for a stretch of nodes: neighbours join, and every node takes the least label it meets. Nothing changed = the
 * component is whole. Never asks a key of the table whether it is IN all nodes: the engine needs 160 bytes a node to look that up,
 * so that a rebuild of a million referrals ran out of memory and began again for ever.
 */
export const growComponent = ({ stage: S, raw: R }: Databases): string => `
INSERT INTO ${S}.component
WITH
  labels AS (SELECT node, label FROM ${S}.component WHERE round = {round:UInt32}),
  stretch AS (SELECT node, neighbour FROM ${R}.links WHERE node BETWEEN {from:UInt64} AND {to:UInt64})
SELECT node, min(label), {round:UInt32} + 1
FROM
(
  SELECT node, label FROM labels WHERE node BETWEEN {from:UInt64} AND {to:UInt64}
  UNION ALL
  SELECT l.node AS node, c.label AS label
  FROM stretch AS l
  INNER JOIN (SELECT node, label FROM labels WHERE node IN (SELECT neighbour FROM stretch)) AS c ON l.neighbour = c.node
)
GROUP BY node`;

export const componentState = ({ stage: S }: Databases): string => `
SELECT round, count() AS nodes, toString(sum(toUInt128(label))) AS labels
FROM ${S}.component WHERE round >= {round:UInt32} GROUP BY round ORDER BY round`;

/**
 * The referrals of the component (of the slice of it), all read at one moment. A slice is a stretch of labels: most referrals are
 * their own label, so that those of a slice stand together. The others are looked up by the key alone before any list is read.
 */
export const copyReferrals = ({ stage: S, generation: G }: Databases): string => `
INSERT INTO ${S}.referrals SETTINGS min_insert_block_size_rows = 8192, min_insert_block_size_bytes = 0
SELECT c.label, r.*
FROM (SELECT * FROM ${G}.referrals FINAL PREWHERE node IN (
  SELECT node FROM ${S}.component WHERE round = {round:UInt32} AND label BETWEEN {from:UInt64} AND {to:UInt64})) AS r
INNER JOIN (SELECT node, label FROM ${S}.component
  WHERE round = {round:UInt32} AND label BETWEEN {from:UInt64} AND {to:UInt64}) AS c ON r.node = c.node`;

/**
 * Rule 2 for each onward referral by itself: the latest initial referral of the same NHS-number pseudonym, up to 180 days before
 * its own London date. The latest before the end of that date either lies within the 180 days, or none does.
 */
export const matchByPerson = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.matches
SELECT o.node, i.node
FROM
(
  SELECT node, person_nhs, referred_at, ${londonDate('referred_at')} AS day,
    toInt64(toUnixTimestamp(toDateTime(day + 1, 'Europe/London'))) * 1000 AS day_end
  FROM ${S}.referrals WHERE known AND kind = 'onward' AND person_nhs != ''
) AS o
ASOF INNER JOIN
(
  SELECT person_nhs, referred_at, ${londonDate('referred_at')} AS day, argMax(node, (provider, subject)) AS node
  FROM ${S}.referrals WHERE known AND kind = 'initial' AND person_nhs != ''
  GROUP BY person_nhs, referred_at
) AS i ON o.person_nhs = i.person_nhs AND o.day_end > i.referred_at
WHERE dateDiff('day', i.day, o.day) <= 180`;

/**
 * Which journey each referral is in, and its place there: `key` = node of the journey's first referral. The chain follows at most four \`partOf\`, through onward referrals; going round a circle finds nothing new.
 */
export const findJourneys = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.journeys SETTINGS min_insert_block_size_rows = 8192, min_insert_block_size_bytes = 0
WITH known AS (SELECT node, kind, if(kind = 'onward', part_of, 0) AS part_of FROM ${S}.referrals WHERE known)
SELECT node, label, key, row_number() OVER (PARTITION BY key ORDER BY node != key, referred_at, provider, subject) - 1, part_of_broken, 0
FROM
(
  SELECT r.node AS node, r.label AS label, r.provider AS provider, r.subject AS subject, r.referred_at AS referred_at,
    r.part_of != 0 AND r.kind = 'onward' AND leads_to = 0 AS part_of_broken,
    multiIf(r.kind = 'initial', r.node, leads_to != 0, leads_to, m0.initial != 0, m0.initial, m1.initial != 0, m1.initial,
      m2.initial != 0, m2.initial, m3.initial != 0, m3.initial, m4.initial != 0, m4.initial, r.node) AS key,
    multiIf(c1.kind = 'initial', c1.node, c2.kind = 'initial', c2.node, c3.kind = 'initial', c3.node, c4.kind = 'initial', c4.node, 0) AS leads_to
  FROM (SELECT node, label, provider, subject, referred_at, kind, if(kind = 'onward', part_of, 0) AS part_of FROM ${S}.referrals WHERE known) AS r
  LEFT ANY JOIN known AS c1 ON r.part_of = c1.node
  LEFT ANY JOIN known AS c2 ON c1.part_of = c2.node
  LEFT ANY JOIN known AS c3 ON c2.part_of = c3.node
  LEFT ANY JOIN known AS c4 ON c3.part_of = c4.node
  LEFT ANY JOIN ${S}.matches AS m0 ON r.node = m0.node
  LEFT ANY JOIN ${S}.matches AS m1 ON c1.node = m1.node
  LEFT ANY JOIN ${S}.matches AS m2 ON c2.node = m2.node
  LEFT ANY JOIN ${S}.matches AS m3 ON c3.node = m3.node
  LEFT ANY JOIN ${S}.matches AS m4 ON c4.node = m4.node
)`;

/**
 * Every referral that is not the first of a journey gets a tombstone under its own key, whether or not a row stands there: another
 * processor that saw less may be about to write one, and its lower version must lose.
 */
export const addTombstones = ({ stage: S }: Databases): string => `
INSERT INTO ${S}.journeys SETTINGS min_insert_block_size_rows = 8192, min_insert_block_size_bytes = 0
SELECT 0, label, node, 0, 0, 1 FROM ${S}.referrals WHERE node NOT IN (SELECT key FROM ${S}.journeys)`;

function londonDate(ms: string): string {
  return `toDate(fromUnixTimestamp64Milli(${ms}, 'UTC'), 'Europe/London')`;
}
