import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';

/** An embedded log of its own, with Waymark's topics; `close` takes it away again. */
export async function temporaryLog(): Promise<{ log: EventLog; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-service-'));
  const log = await openEmbeddedLog({ directory });
  await log.ensureTopics(Object.values(TOPICS));
  return {
    log,
    close: async () => {
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
