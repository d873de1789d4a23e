import { FAULTS } from '@waymark/events';
import { importJobsOf, receiptsOf, type ImportJob, type Registry } from '@waymark/service';
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

/** The last import of each own profile; its rejects grouped, without the rows' numbers, which `GET /v1/imports/{id}` lists. */
export function lastImports(registry: Registry, provider: string): FeedAnswer['imports'] {
  const last = new Map<string, ImportJob>();
  for (const job of importJobsOf(registry, provider)) {
    const before = last.get(job.profile);
    if (!before || before.revision < job.revision) last.set(job.profile, job);
  }
  return [...last.values()].map(({ profile, id, state, updatedAt, rows, rejected, rejects }) => ({
    ...{ profile, id, state, updatedAt, rows, rejected },
    rejects: grouped(rejects),
  }));
}

function grouped(rejects: ImportJob['rejects']): FeedAnswer['imports'][number]['rejects'] {
  const groups = new Map<string, { code: string; column: string; count: number }>();
  for (const { code, column: named } of rejects) {
    const column = named ?? '';
    const key = `${code} ${column}`;
    const group = groups.get(key) ?? { code, column, count: 0 };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
