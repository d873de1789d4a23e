import { missingForBroker } from '../../../infra/kafka/broker.cjs';
import { killAnyPart } from './testing/chaos/kafka-run.js';
import { killTheProgram } from './testing/chaos/embedded-run.js';
import type { Account } from './testing/chaos/account.js';

// The short form; `npm run test:chaos` asks for more.
const EMBEDDED_CYCLES = Number(process.env['WAYMARK_TEST_CHAOS_EMBEDDED'] ?? 3);
const KAFKA_CYCLES = Number(process.env['WAYMARK_TEST_CHAOS_KAFKA'] ?? 3);
const SEED = Number(process.env['WAYMARK_TEST_CHAOS_SEED'] ?? Date.now() % 1_000_000);
const MINUTE = 60_000;

const FAULTLESS = { lost: 0, doubled: 0, invented: 0, deadLetters: 0, unlikeTheLog: 0 };

describe('everything acknowledged is in the tables once, and nothing else is', () => {
  test(
    `after ${EMBEDDED_CYCLES} kills of the one program on the embedded log`,
    async () => {
      const account = await killTheProgram(EMBEDDED_CYCLES, randomFrom(SEED));
      tell('embedded', EMBEDDED_CYCLES, account);
      expect(account).toMatchObject(FAULTLESS);
    },
    (5 + EMBEDDED_CYCLES) * MINUTE,
  );

  const missing = missingForBroker();
  if (missing.length > 0 && process.env['CI'] !== 'true') {
    process.stderr.write(`\n!!! SKIPPED: kills of every part over Kafka need ${missing.join(' and ')}\n\n`);
    return;
  }
  test(
    `after ${KAFKA_CYCLES} kills of broker, warehouse, ingest, processor and portal over Kafka`,
    async () => {
      const account = await killAnyPart(KAFKA_CYCLES, randomFrom(SEED));
      tell('kafka', KAFKA_CYCLES, account);
      expect(account).toMatchObject(FAULTLESS);
    },
    (5 + KAFKA_CYCLES) * MINUTE,
  );
});

function tell(log: string, cycles: number, { acknowledged, records, ...faults }: Account): void {
  const words = Object.entries(faults).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(
    `chaos over ${log}: cycles ${cycles}, sessions acknowledged ${acknowledged}, records ${records}, ${words.join(', ')} (seed ${SEED})\n`,
  );
}

/** Mulberry32: the same moments again for the same seed, as far as the machine allows. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
