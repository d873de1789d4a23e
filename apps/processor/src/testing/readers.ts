import { setTimeout } from 'node:timers/promises';
import type { EventLog } from '@waymark/event-log';
import type { Warehouse } from '@waymark/warehouse';
import { AnsweringGeneration } from '../answering-generation.js';
import { ShownWatch, type Shown } from '../shown.js';

export interface Reading extends Shown {
  generation: number;
  /** Journeys, and those of them with an attendance. */
  journeys: number;
  started: number;
}

/** A reader that asks again and again as the portal does; `stop` answers everything it was told, in order. */
export function startReader(log: EventLog, warehouse: Warehouse): { stop(): Promise<Reading[]> } {
  const answering = new AnsweringGeneration(warehouse);
  const watch = new ShownWatch(log, async () => (await answering.tables()).progress);
  const readings: Reading[] = [];
  const stopped = new AbortController();
  const reading = (async () => {
    while (!stopped.signal.aborted) {
      const { generation, progress } = await answering.tables();
      const shown = await watch.look(progress);
      const [counts] = await warehouse.query<{ journeys: number; started: number }>(
        `SELECT count() AS journeys, countIf(first_attended_at IS NOT NULL) AS started
         FROM ${generation.database}.pathways FINAL`,
      );
      readings.push({ ...shown, generation: generation.id, ...counts! });
      await setTimeout(10);
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await reading;
      return readings;
    },
  };
}
