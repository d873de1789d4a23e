import { missingForBroker } from '../../../infra/kafka/broker.cjs';
import type { Account } from './testing/chaos/account.js';
import { breakTheProgram } from './testing/chaos/embedded-run.js';
import { breakAnyPart } from './testing/chaos/kafka-run.js';
import { smallDisk } from './testing/chaos/small-disk.js';
import { newDataDir } from './testing/running-program.js';

// The short form; `npm run test:chaos` asks for more.
const EMBEDDED_CYCLES = Number(process.env['WAYMARK_TEST_CHAOS_EMBEDDED'] ?? 7);
const KAFKA_CYCLES = Number(process.env['WAYMARK_TEST_CHAOS_KAFKA'] ?? 4);
const SEED = Number(process.env['WAYMARK_TEST_CHAOS_SEED'] ?? Date.now() % 1_000_000);
const MINUTE = 60_000;

const FAULTLESS = { lost: 0, doubled: 0, invented: 0, deadLetters: 0, unlikeTheLog: 0 };

describe('everything acknowledged is in the tables once, and nothing else is', () => {
  test(
    `after ${EMBEDDED_CYCLES} faults of the one program on the embedded log: kills, stops, a full disk, providers who hang`,
    async () => {
      const disk = await smallDisk();
      if (!disk) withoutDisk();
      try {
        const dataDir = disk?.dataDir ?? newDataDir();
        const account = await breakTheProgram(EMBEDDED_CYCLES, randomFrom(SEED), disk, dataDir);
        tell('embedded', EMBEDDED_CYCLES, account);
        expect(account).toMatchObject(FAULTLESS);
      } finally {
        await disk?.remove();
      }
    },
    (5 + EMBEDDED_CYCLES) * MINUTE,
  );

  const missing = missingForBroker();
  if (missing.length > 0 && process.env['CI'] !== 'true') {
    process.stderr.write(`\n!!! SKIPPED: faults of every part over Kafka need ${missing.join(' and ')}\n\n`);
    return;
  }
  test(
    `after ${KAFKA_CYCLES} faults over Kafka: broker, warehouse, ingest, processor, portal killed or hung, the line to the warehouse failing`,
    async () => {
      const account = await breakAnyPart(KAFKA_CYCLES, randomFrom(SEED));
      tell('kafka', KAFKA_CYCLES, account);
      expect(account).toMatchObject(FAULTLESS);
    },
    (5 + KAFKA_CYCLES) * MINUTE,
  );
});

function withoutDisk(): void {
  const lacks = 'no file system can be mounted, and there is no prlimit';
  if (process.env['CI'] === 'true') throw new Error(`${lacks}: with CI=true nothing may be skipped`);
  process.stderr.write(`\n!!! SKIPPED: the faults of a full disk, because ${lacks}\n\n`);
}

function tell(log: string, cycles: number, { byFault, ...all }: Account): void {
  process.stdout.write(`chaos over ${log}: cycles ${cycles}, ${inWords(all)} (seed ${SEED})\n`);
  for (const [fault, counts] of Object.entries(byFault)) {
    process.stdout.write(`  ${fault}: ${inWords(counts)}\n`);
  }
}

function inWords(counts: object): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ');
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
