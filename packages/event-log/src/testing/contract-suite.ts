import { randomBytes } from 'node:crypto';
import type { EventLog } from '../port.js';
import { describeAppending } from './contract-appending.js';
import { describeConsuming } from './contract-consuming.js';
import { describeReading } from './contract-reading.js';

/** What the suite knows of a log: how to open it, and how to open the same one again. */
export interface LogUnderTest {
  open(): Promise<EventLog>;
}

export interface ContractContext {
  log(): EventLog;
  /** Closes the log and opens the same one again. */
  reopen(): Promise<EventLog>;
  /** Creates a topic that only this test uses. */
  newTopic(partitions?: number): Promise<string>;
}

/** The guarantees of the port, held to any log. */
export function describeEventLogContract(name: string, underTest: LogUnderTest): void {
  jest.setTimeout(60_000);
  describe(`${name} keeps the event log's contract`, () => {
    let open: EventLog | undefined;
    const log = (): EventLog => {
      if (!open) throw new Error('the log is open only while tests run');
      return open;
    };
    const reopen = async (): Promise<EventLog> => {
      await open?.close();
      open = await underTest.open();
      return open;
    };
    const newTopic = async (partitions = 4): Promise<string> => {
      const topic = `contract-${randomBytes(8).toString('hex')}`;
      await log().ensureTopics([{ name: topic, partitions }]);
      return topic;
    };
    beforeAll(async () => {
      await reopen();
    }, 60_000);
    afterAll(() => open?.close(), 60_000);

    const context: ContractContext = { log, reopen, newTopic };
    describeAppending(context);
    describeReading(context);
    describeConsuming(context);
  });
}
