import {
  isPostcodesKey,
  PostcodeAssembler,
  postcodeRecords,
  postcodesId,
  type LoadedPostcodes,
  type PostcodeTable,
} from '@waymark/areas';
import { TOPICS, type EventLog } from '@waymark/event-log';
import type { Appended, PostcodesLoaded } from './reference-openapi.js';

/** Appends a directory of postcodes to the reference topic, where every ingest process finds it; the newest one again is left alone. */
export async function appendPostcodes(log: EventLog, table: PostcodeTable): Promise<Appended> {
  const id = postcodesId(table);
  if ((await newestPostcodes(log))?.id === id) return { id, appended: false };
  // One by one: a directory begun again after a fault is whole all the same, and no request to a broker is large.
  for (const record of postcodeRecords(table)) await log.append(TOPICS.reference.name, [record]);
  return { id, appended: true };
}

export async function loadedPostcodes(log: EventLog): Promise<PostcodesLoaded> {
  const newest = await newestPostcodes(log);
  if (!newest) return { newest: null };
  const { id, loadedAt, table } = newest;
  return { newest: { id, postcodes: table.size, loadedAt: new Date(loadedAt).toISOString() } };
}

/** Read from the log when asked, which is seldom: only ingest holds one, and it may be another process. */
async function newestPostcodes(log: EventLog): Promise<LoadedPostcodes | undefined> {
  const assembler = new PostcodeAssembler();
  const [end = 0] = await log.ends(TOPICS.reference.name);
  const all = { from: new Map([[0, 0]]), until: new Map([[0, end]]) };
  let newest: LoadedPostcodes | undefined;
  for await (const { records } of log.read(TOPICS.reference.name, all)) {
    for (const { key, value, appendedAt } of records) {
      if (!isPostcodesKey(key)) continue;
      const part = assembler.add(key, value, appendedAt);
      if (typeof part === 'object') newest = part;
    }
  }
  return newest;
}
