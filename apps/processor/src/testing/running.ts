import { setTimeout } from 'node:timers/promises';
import type { EventLog } from '@waymark/event-log';
import { Projection, type Warehouse } from '@waymark/warehouse';
import { Pipeline, type PipelineOptions } from '../pipeline.js';
import { ShownWatch } from '../shown.js';

export interface Running {
  pipeline: Pipeline;
  projection: Projection;
  stop(): Promise<void>;
}

/** A processor as a process would have it, from start to stop. */
export async function startProcessor(
  log: EventLog,
  warehouse: Warehouse,
  options: Partial<PipelineOptions> = {},
): Promise<Running> {
  const projection = await Projection.open(warehouse);
  const pipeline = new Pipeline({ log, projection, ...options });
  const stop = async (): Promise<void> => {
    await pipeline.stop();
    await projection.close();
  };
  try {
    await pipeline.start();
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { pipeline, projection, stop };
}

/** Waits until all that the log holds is shown. */
export async function untilShown(log: EventLog, projection: Projection): Promise<void> {
  const watch = new ShownWatch(log, () => projection.progress());
  await until(async () => (await watch.look()).lag === 0);
}

export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await setTimeout(50);
}
