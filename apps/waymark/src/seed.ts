import { editionRecords } from '@waymark/areas';
import { TOPICS, type EventLog } from '@waymark/event-log';
import type { Registry } from '@waymark/service';
import { seedLog, SYNTHETIC_PROVIDERS, synthesiseApart, syntheticEdition } from '@waymark/synthetic';
import type { Tell } from './program.js';

/** A demonstration is the same on every machine, but for its dates: its history ends when it was first made. */
const SEED = 20_261_124;
const HISTORY_YEARS = 3;
const PROGRESS_EVERY_MS = 2_000;

interface SeedState {
  referrals: number;
  start: string;
  end: string;
  done: boolean;
}

export interface SeedOptions {
  log: EventLog;
  registry: Registry;
  pseudonymKey: string;
  referrals: number;
  tell: Tell;
}

/**
 * Writes the synthetic demonstration into an empty log: providers and reference edition, which stand when it resolves, and
 * events with simulated append times, which stand when `filled` does. What it makes is fixed before the first record, so
 * an interrupted seeding goes on where the log ends.
 */
export async function seedDemonstration({
  log,
  registry,
  pseudonymKey,
  referrals,
  tell,
}: SeedOptions): Promise<{ filled: Promise<void> }> {
  const state =
    registry.entity<SeedState>('seed', 'demonstration') ?? (await begin(log, registry, referrals));
  if (state === undefined || state.done) return { filled: Promise.resolve() };
  tell(`Making ${state.referrals} synthetic referrals (WAYMARK_SEED=none starts empty)`);
  for (const provider of SYNTHETIC_PROVIDERS) {
    if (!registry.provider(provider.id)) await registry.putProvider({ ...provider, keys: [] });
  }
  const parts = editionRecords(syntheticEdition());
  const encoder = new TextEncoder();
  // Known from the beginning of the simulated time on, or no past instant would know an area.
  const appendedAt = Date.parse(state.start);
  await log.append(
    TOPICS.reference.name,
    parts.map(({ key, value }) => ({ key, value: encoder.encode(value), appendedAt })),
  );
  const history = {
    ...state,
    seed: SEED,
    start: new Date(state.start),
    end: new Date(state.end),
    pseudonymKey,
  };
  const filled = seedLog(log, synthesiseApart(history), progressLine(tell, state)).then(() =>
    registry.put('seed', 'demonstration', { ...state, done: true }),
  );
  // Whoever waits for it hears of the fault; until somebody does, it is no unhandled one.
  filled.catch(() => undefined);
  return { filled };
}

/** Only an empty log is seeded: a demonstration must never mix with somebody's events. */
async function begin(log: EventLog, registry: Registry, referrals: number): Promise<SeedState | undefined> {
  const ends = await log.ends(TOPICS.events.name);
  if (log.kind !== 'embedded' || ends.some((end) => end > 0)) return undefined;
  const end = new Date();
  const start = new Date(end);
  start.setUTCFullYear(end.getUTCFullYear() - HISTORY_YEARS);
  const state = { referrals, start: start.toISOString(), end: end.toISOString(), done: false };
  await registry.put('seed', 'demonstration', state);
  return state;
}

/** Says every few seconds how far the simulated time has come. */
function progressLine(tell: Tell, { start, end }: SeedState): (records: number, reachedAt: number) => void {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  let toldAt = Date.now();
  return (records, reachedAt) => {
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = Date.now();
    tell(`Making the history: ${Math.floor((100 * (reachedAt - from)) / (to - from))}%, ${records} events`);
  };
}
