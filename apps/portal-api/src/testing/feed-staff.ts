import type { TestPortal } from './portal.js';

/** Providers with a feed each; `staff` is of the first of them, `both` of the first two. */
export async function withFeedStaff(portal: TestPortal, more: readonly string[] = []): Promise<void> {
  for (const id of ['trust', 'other', ...more])
    await portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await portal.person('staff', 'provider', ['trust']);
  await portal.person('both', 'provider', ['trust', 'other']);
}
