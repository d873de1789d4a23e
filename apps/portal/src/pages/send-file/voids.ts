import type { Gone, GoneEvent } from '../../api/import-schema.js';

/** As many events as one push may hold. */
const BATCH = 1_000;

/**
 * The events that take back what is gone, in batches. Each is named and dated as the server says, so that the same again is a
 * duplicate, and a row that comes back in a later file counts again.
 */
export function voidBatches(
  listed: readonly GoneEvent[],
  { revision, updatedAt }: NonNullable<Gone['import']>,
): object[][] {
  const voids = listed.map(({ source, subject, id, voidId }) => ({
    ...{ specversion: '1.0', type: 'org.waymark.event.voided.v1', id: voidId, source, subject },
    ...{ time: updatedAt, revision, data: { eventId: id } },
  }));
  return Array.from({ length: Math.ceil(voids.length / BATCH) }, (_, nth) =>
    voids.slice(nth * BATCH, (nth + 1) * BATCH),
  );
}
