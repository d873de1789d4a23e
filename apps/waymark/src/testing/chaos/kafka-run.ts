import { setTimeout as sleep } from 'node:timers/promises';
import { shown } from '../calls.js';
import type { Account, Cycle } from './account.js';
import { NumberedPush } from './numbered-push.js';
import { Parts, type Part } from './parts.js';

const AWAY_MS = 1_500;
/** Longer than an append is waited for. */
const HUNG_MS = 7_000;

const killed = (part: Part): Fault => [
  `${part} killed`,
  (parts, random) => parts.killAndRestart(part, random() * AWAY_MS),
];
const hung = (part: 'broker' | 'warehouse'): Fault => [
  `${part} hung`,
  (parts, random) => parts.hang(part, random() * HUNG_MS),
];
const line = (fault: 'refuses' | 'resets' | 'swallows'): Fault => [
  `line to the warehouse ${fault}`,
  (parts, random) => parts.line.failFor(fault, () => sleep(200 + random() * 2 * AWAY_MS)),
];

type Fault = readonly [string, (parts: Parts, random: () => number) => Promise<void>];
const FAULTS: readonly Fault[] = [
  killed('ingest'),
  line('resets'),
  killed('processor'),
  hung('broker'),
  killed('warehouse'),
  line('refuses'),
  killed('broker'),
  hung('warehouse'),
  killed('portal'),
  line('swallows'),
];

/**
 * Every role as a process of its own over Kafka and ClickHouse's HTTP; one of them, the broker, the warehouse or the line to it is
 * killed, hangs or fails for a moment, again and again, under a provider that goes on sending. Cycles take the faults in turn.
 */
export async function breakAnyPart(cycles: number, random: () => number): Promise<Account> {
  const parts = await Parts.start();
  const pushed = new NumberedPush(() => parts.ingestTarget());
  pushed.begin();
  const done: Cycle[] = [];
  // A short run sees some of them, another run others.
  const first = Math.floor(random() * FAULTS.length);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const [fault, strike] = FAULTS[(first + cycle) % FAULTS.length] ?? [];
    if (!fault || !strike) throw new Error('there is no fault');
    done.push({ fault, from: pushed.next });
    await sleep(100 + random() * AWAY_MS);
    await strike(parts, random);
  }
  await pushed.finish();
  await shown(parts.portal);
  return parts.stopAndAccount(pushed, done);
}
