import { missingForBroker, startBroker, type Broker } from '../../../../infra/kafka/broker.cjs';

const START_MS = 120_000;

export interface KafkaForTests {
  /** Addresses, once the tests run. */
  brokers(): string[];
}

/**
 * A `describe` whose tests need Kafka: the broker that `npm test` started (WAYMARK_TEST_KAFKA_BROKERS) or that is
 * named by KAFKA_BROKERS, else one of its own. Where none can be had, its tests are skipped loudly, and with CI=true
 * they fail.
 */
export function describeWithKafka(name: string, tests: (kafka: KafkaForTests) => void): void {
  const running = process.env['WAYMARK_TEST_KAFKA_BROKERS'] ?? process.env['KAFKA_BROKERS'];
  if (running) {
    describe(name, () => tests({ brokers: () => running.split(',') }));
    return;
  }
  describeWithOwnBroker(name, (own) => tests({ brokers: () => [own().brokers] }));
}

/** A `describe` with a broker of its own, for tests that kill it. */
export function describeWithOwnBroker(name: string, tests: (broker: () => Broker) => void): void {
  const missing = missingForBroker();
  if (missing.length > 0) {
    withoutBroker(name, missing.join(' and '));
    return;
  }
  describe(name, () => {
    let broker: Broker | undefined;
    beforeAll(async () => {
      broker = await startBroker();
    }, START_MS);
    afterAll(() => broker?.stop(), START_MS);
    tests(() => {
      if (!broker) throw new Error('the broker is there only while tests run');
      return broker;
    });
  });
}

function withoutBroker(name: string, missing: string): void {
  if (process.env['CI'] === 'true') {
    test(`${name} (needs ${missing})`, () => {
      throw new Error(`a Kafka broker needs ${missing}: with CI=true nothing may be skipped`);
    });
    return;
  }
  process.stderr.write(`\n!!! SKIPPED: "${name}" needs a Kafka broker, and so ${missing}\n\n`);
  test.skip(`${name} (needs ${missing})`, () => undefined);
}
