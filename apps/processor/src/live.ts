import { Projection, type Warehouse } from '@waymark/warehouse';
import type { Pipeline } from './pipeline.js';

/** What projects in this process. */
export type Live = Pick<Pipeline, 'betweenBatches'>;

/** Works on the tables that answer while nothing of this process writes to them; opens them itself where nothing projects. */
export async function whileLiveStandsStill<T>(
  { live, warehouse }: { live?: Live | undefined; warehouse: Warehouse },
  work: (live: Projection) => Promise<T>,
): Promise<T> {
  if (live) return live.betweenBatches(work);
  const projection = await Projection.open(warehouse);
  try {
    return await work(projection);
  } finally {
    await projection.close();
  }
}
