import { LogUnavailable, TOPICS, type EventLog, type NewRecord, type Position } from '@waymark/event-log';

/** A real log whose appends of events can be refused or held back. */
export interface FaultyLog extends EventLog {
  /** `refuse`: nothing is written. `refuseAfterWriting`: as when one partition of several failed. */
  mode: 'works' | 'refuse' | 'refuseAfterWriting';
  /** While set, appends wait for it before anything else. */
  gate: Promise<void> | undefined;
  /** Appends of events begun. */
  appends: number;
}

export function faultyLog(log: EventLog): FaultyLog {
  const append = async (topic: string, records: readonly NewRecord[]): Promise<Position[]> => {
    if (topic !== TOPICS.events.name) return log.append(topic, records);
    faulty.appends += 1;
    await faulty.gate;
    if (faulty.mode === 'refuse') throw new LogUnavailable('the disk is full', 7);
    const positions = await log.append(topic, records);
    if (faulty.mode === 'refuseAfterWriting') throw new LogUnavailable('partition 3 takes no records', 7);
    return positions;
  };
  const faulty: FaultyLog = {
    mode: 'works',
    gate: undefined,
    appends: 0,
    kind: log.kind,
    append,
    ensureTopics: (topics) => log.ensureTopics(topics),
    ends: (topic) => log.ends(topic),
    read: (topic, options) => log.read(topic, options),
    consume: (options) => log.consume(options),
    committed: (group, topic) => log.committed(group, topic),
    health: () => log.health(),
    close: () => log.close(),
  };
  return faulty;
}
