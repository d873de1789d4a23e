import { EVENT_TYPES, type EventType } from '@waymark/events';
import { literal } from '../literals.js';
import { EVENT_TYPE_CODES, type EventTypeCode } from '../tables/events.js';
import type { Warehouse } from '../warehouse.js';
import { feedParams, FEED_ROWS_MAX, type FeedQuestion } from './feed-question.js';
import { listedOf, type Listed } from './feed-referrals.js';

/** What came through one profile: its events have one source, and those of a file its revision. */
export interface FileQuestion extends FeedQuestion {
  source: string;
  /** That of the file that holds every row there is. */
  revision: number;
}

/** An event that counts and that the file no longer makes. */
export interface GoneEvent {
  source: string;
  id: string;
  type: EventType;
  subject: string;
  time: number;
}

/**
 * Own events that came through a profile by files before a revision, count still, and were said again neither by the file of that
 * revision nor after it. Which event counts is defined by `countingEvents` of the package pathways. Only the few that a file
 * does not hold are looked at closely, so a file of millions of rows costs no more than a look at its ids.
 */
export async function feedGone(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FileQuestion,
): Promise<Listed<GoneEvent>> {
  const own = `FROM ${database}.events
    WHERE provider = {provider:String} AND received <= ${literal(asked.asOf, 'DateTime64(3)')}`;
  const ofSource = `${own} AND source = {source:String}`;
  const lacking = `${ofSource}
    AND (node, eid) NOT IN (SELECT node, eid ${ofSource} AND revision >= {revision:UInt32})`;
  const voids = chosenOf(`${own} AND type = 'voided' AND node IN (SELECT node ${lacking})`);
  type Row = { subject: string; id: string; code: EventTypeCode; time: number; total: number };
  const rows = await warehouse.query<Row>(
    `WITH voids AS (SELECT node, eid, record.4 AS of_target FROM ${voids}),
       taken AS (SELECT node, of_target FROM voids
         WHERE (node, of_target) NOT IN (SELECT node, eid FROM voids)
           AND (node, eid) NOT IN (SELECT node, of_target FROM voids WHERE (node, of_target) IN (SELECT node, eid FROM voids)))
     SELECT of_subject AS subject, of_id AS id, code, record.3 AS time, count() OVER () AS total
     FROM ${chosenOf(lacking)}
     WHERE code != 'voided' AND (node, eid) NOT IN (SELECT node, of_target FROM taken)
     ORDER BY subject, time, id LIMIT ${FEED_ROWS_MAX}`,
    { ...feedParams(asked), source: asked.source, revision: asked.revision },
  );
  const { total, listed } = listedOf(rows);
  return {
    total,
    listed: listed.map(({ code, ...event }) => ({ ...event, source: asked.source, type: typeOf(code) })),
  };
}

/**
 * Of each id the record that counts: (revision, position, time, target, type). `findSuperseded` of the fold says the same.
 * @param rows from and where of the records
 */
function chosenOf(rows: string): string {
  return `(SELECT node, eid, of_subject, of_id, code,
      arrayLast((r, first) -> first AND r.5 = code, records,
        arrayMap((r, before) -> r != before, records.1, arrayPopBack(arrayPushFront(records.1, -1)))) AS record
    FROM (SELECT node, eid, any(subject) AS of_subject, any(id) AS of_id, argMin(toString(type), position) AS code,
        arraySort(groupArray((revision, position, toUnixTimestamp64Milli(time), target, toString(type)))) AS records
      ${rows} GROUP BY node, eid))`;
}

const typeOf = (code: EventTypeCode): EventType =>
  EVENT_TYPES.find((type) => EVENT_TYPE_CODES[type] === code) as EventType;

/** How many records of a source there are of each revision, from one on: by that a reader knows whether a whole file is shown. */
export async function feedRevisions(
  warehouse: Warehouse,
  { database }: { database: string },
  asked: FileQuestion,
): Promise<Map<number, number>> {
  const rows = await warehouse.query<{ of_revision: number; records: number }>(
    `SELECT revision AS of_revision, uniqExact(position) AS records FROM ${database}.events
     WHERE provider = {provider:String} AND source = {source:String} AND revision >= {revision:UInt32}
       AND received <= ${literal(asked.asOf, 'DateTime64(3)')}
     GROUP BY revision`,
    { ...feedParams(asked), source: asked.source, revision: asked.revision },
  );
  return new Map(rows.map(({ of_revision: revision, records }) => [revision, records]));
}
