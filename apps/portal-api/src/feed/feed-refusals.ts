import { FAULTS } from '@waymark/events';
import { receiptsOf, type Registry } from '@waymark/service';
import { letterGroups, type Generation, type Warehouse } from '@waymark/warehouse';
import type { FeedAnswer } from './feed.schemas.js';

type Reject = FeedAnswer['rejects'][number];

const CONFLICT = 'Another event with this source, id and revision was taken before.';

/** What pushes were refused since a day, over all ingest processes, and how much came twice. */
export function refusedPushes(
  registry: Registry,
  provider: string,
  from: string,
): { rejects: Reject[]; duplicates: number } {
  const receipts = receiptsOf(registry, provider, from);
  const groups = new Map<string, Reject>();
  for (const { code, pointer, count, firstAt, lastAt } of receipts.flatMap(({ refused }) => refused)) {
    const key = `${code} ${pointer}`;
    const group = groups.get(key);
    const detail = code === 'id_conflict' ? CONFLICT : ((FAULTS as Record<string, string>)[code] ?? '');
    if (!group) groups.set(key, { where: 'push', code, detail, pointer, count, firstAt, lastAt });
    else {
      group.count += count;
      if (firstAt < group.firstAt) group.firstAt = firstAt;
      if (lastAt > group.lastAt) group.lastAt = lastAt;
    }
  }
  const duplicates = receipts.reduce((sum, each) => sum + each.duplicates, 0);
  return { rejects: [...groups.values()], duplicates };
}

/** Own records that were taken and are not understood. */
export async function lettersOf(
  warehouse: Warehouse,
  { database }: Generation,
  provider: string,
): Promise<Reject[]> {
  const groups = await letterGroups(warehouse, database, { provider }, 1);
  return groups.map(({ code, detail, count, firstAt, lastAt }) => ({
    ...{ where: 'log' as const, code, detail, pointer: '', count },
    ...{ firstAt: new Date(firstAt).toISOString(), lastAt: new Date(lastAt).toISOString() },
  }));
}

/** An import job as ingest keeps it, as far as it is told here. */
interface StoredImport {
  provider: string;
  profile: string;
  id: string;
  revision: number;
  state: FeedAnswer['imports'][number]['state'];
  updatedAt: string;
  rows: number;
  rejected: number;
  rejects: { code: string; column?: string }[];
}

/** The last import of each own profile; its rejects grouped, without the rows' numbers, which `GET /v1/imports/{id}` lists. */
export function lastImports(registry: Registry, provider: string): FeedAnswer['imports'] {
  const last = new Map<string, StoredImport>();
  for (const job of registry.all<StoredImport>('import')) {
    if (job.provider !== provider) continue;
    const before = last.get(job.profile);
    if (!before || before.revision < job.revision) last.set(job.profile, job);
  }
  return [...last.values()].map(({ profile, id, state, updatedAt, rows, rejected, rejects }) => ({
    ...{ profile, id, state, updatedAt, rows, rejected },
    rejects: grouped(rejects),
  }));
}

function grouped(rejects: StoredImport['rejects']): FeedAnswer['imports'][number]['rejects'] {
  const groups = new Map<string, { code: string; column: string; count: number }>();
  for (const { code, column = '' } of rejects) {
    const key = `${code} ${column}`;
    const group = groups.get(key) ?? { code, column, count: 0 };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
