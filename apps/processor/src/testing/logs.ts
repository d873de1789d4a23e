import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';
import { canonicalJson, type AnyStoredEvent } from '@waymark/events';

/** Segment files in a temporary directory; `close` removes them. */
export async function openTestLog(): Promise<EventLog> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-log-'));
  const log = await openEmbeddedLog({ directory });
  await log.ensureTopics(Object.values(TOPICS));
  const close = log.close.bind(log);
  log.close = async () => {
    await close();
    await rm(directory, { recursive: true, force: true });
  };
  return log;
}

/** The same log under topics and groups of this test's own, on a broker that others use at the same time. */
export function apart(log: EventLog, name: string): EventLog {
  const own = (topic: string): string => `${topic}.${name}`;
  return {
    kind: log.kind,
    ensureTopics: (topics) => log.ensureTopics(topics.map((topic) => ({ ...topic, name: own(topic.name) }))),
    append: (topic, records) => log.append(own(topic), records),
    ends: (topic) => log.ends(own(topic)),
    read: (topic, options) => log.read(own(topic), options),
    consume: (options) => log.consume({ ...options, group: own(options.group), topic: own(options.topic) }),
    committed: (group, topic) => log.committed(own(group), own(topic)),
    health: () => log.health(),
    close: () => log.close(),
  };
}

/** The record that ingest would append. */
export function recordOf(event: AnyStoredEvent): { key: string; value: Uint8Array } {
  return {
    key: `${event.providerid}/${event.subject}`,
    value: new TextEncoder().encode(canonicalJson(event)),
  };
}

/** Pushes of the given sizes, over and over, one after the other. */
export async function push(
  log: EventLog,
  events: readonly AnyStoredEvent[],
  sizes: readonly number[],
): Promise<void> {
  for (let from = 0, turn = 0; from < events.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    await log.append(TOPICS.events.name, events.slice(from, from + size).map(recordOf));
    from += size;
  }
}
