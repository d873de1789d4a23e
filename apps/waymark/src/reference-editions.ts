import { editionRecords } from '@waymark/areas';
import { TOPICS, type EventLog } from '@waymark/event-log';
import { listEditions, type Warehouse } from '@waymark/warehouse';
import type { Appended, LoadedEditions, SentEdition } from './reference-openapi.js';

/** Appends an edition to the reference topic, where every process with tables finds it; one that is loaded is left alone. */
export async function appendEdition(
  { log, warehouse }: { log: EventLog; warehouse: Warehouse },
  edition: SentEdition,
): Promise<Appended> {
  const { id } = edition;
  if ((await listEditions(warehouse)).some((loaded) => loaded.id === id)) return { id, appended: false };
  const encoder = new TextEncoder();
  const records = editionRecords({ ...withoutUndefined(edition), synthetic: false });
  await log.append(
    TOPICS.reference.name,
    records.map(({ key, value }) => ({ key, value: encoder.encode(value) })),
  );
  return { id, appended: true };
}

export async function loadedEditions(warehouse: Warehouse): Promise<LoadedEditions> {
  const editions = await listEditions(warehouse);
  return {
    editions: editions.map(({ loadedAt, ...rest }) => ({
      ...rest,
      loadedAt: new Date(loadedAt).toISOString(),
    })),
  };
}

type Edition = Parameters<typeof editionRecords>[0];

/** What zod calls optional may be `undefined` to the compiler; JSON leaves it out. */
function withoutUndefined(edition: SentEdition): Omit<Edition, 'synthetic'> {
  return edition as Omit<Edition, 'synthetic'>;
}
