import { importJobsOf, Problem, type ImportJob, type Registry } from '@waymark/service';
import {
  feedGone,
  feedRevisions,
  type FileQuestion,
  type Generation,
  type Warehouse,
} from '@waymark/warehouse';
import { judgedAt } from '../as-of.js';
import type { ShownState } from '../status.js';
import type { GoneAnswer } from './feed-gone.schemas.js';
import { fromTables } from './tables-away.js';

/** The last whole file of a profile, and the corrected rows of it that came since. */
interface LastFile {
  whole: ImportJob;
  /** The last job; the whole file's own where nothing was corrected. */
  last: ImportJob;
  jobs: readonly ImportJob[];
  /** Rows of it that are still refused: they stand in the file, so they are not gone. */
  refused: number;
}

export interface GoneParts {
  warehouse: Warehouse;
  registry: Registry;
  status: () => Promise<ShownState>;
}

/** What earlier files of a profile held and the last one does not. */
export class Gone {
  constructor(private readonly parts: GoneParts) {}

  /**
   * @throws {Problem} 404 unknown_profile, 409 not_a_snapshot; 409 not_settled until every row of the last file is shown; 503 when the
   * tables do not answer now.
   */
  async of(provider: string, profile: string): Promise<GoneAnswer> {
    this.checkSnapshot(provider, profile);
    const file = lastFile(this.jobs(provider, profile));
    const { generation, asOf } = await this.judged();
    const answer = { profile, asOf: new Date(asOf).toISOString() };
    if (!file) return { ...answer, import: null, total: 0, listed: [] };
    const { id, revision, updatedAt } = file.last;
    const told = { ...answer, import: { id, revision, updatedAt, rejected: file.refused } };
    if (file.refused > 0) return { ...told, total: 0, listed: [] };
    const { source = '', revision: from } = file.whole;
    const asked = { provider, asOf, source, revision: from };
    const { total, listed } = await fromTables(() => this.gone(generation, asked, file));
    return {
      ...{ ...told, total },
      listed: listed.map((event) => ({
        ...event,
        time: new Date(event.time).toISOString(),
        voidId: voidIdOf(event.id),
      })),
    };
  }

  private async gone(
    generation: Generation,
    asked: FileQuestion,
    { jobs, last }: LastFile,
  ): ReturnType<typeof feedGone> {
    const { warehouse } = this.parts;
    const shown = await feedRevisions(warehouse, generation, asked);
    const isShown = jobs.every(({ revision, events }) => (shown.get(revision) ?? 0) >= events);
    // Rows that are on their way would look as if they were gone.
    if (!isShown || asked.asOf < Date.parse(last.updatedAt)) throw notSettled();
    return feedGone(warehouse, generation, asked);
  }

  private checkSnapshot(provider: string, name: string): void {
    const stored = this.parts.registry.entity<{ profile: { snapshot?: boolean } }>(
      'profile',
      `${provider}/${name}`,
    );
    if (!stored) throw new Problem(404, 'unknown_profile', 'No profile of this name is stored for you.');
    if (stored.profile.snapshot === true) return;
    const detail =
      'This profile does not say that each file holds every row there is: what a file lacks is not gone.';
    throw new Problem(409, 'not_a_snapshot', detail);
  }

  private jobs(provider: string, profile: string): ImportJob[] {
    return importJobsOf(this.parts.registry, provider)
      .filter((job) => job.profile === profile && job.state === 'completed')
      .sort((a, b) => a.revision - b.revision);
  }

  private async judged(): Promise<{ generation: Generation; asOf: number }> {
    return fromTables(async () => judgedAt(this.parts.warehouse, await this.parts.status(), undefined));
  }
}

/** @param completed by revision */
function lastFile(completed: readonly ImportJob[]): LastFile | undefined {
  const at = completed.findLastIndex(
    ({ corrections, source }) => corrections !== true && source !== undefined,
  );
  const jobs = at < 0 ? [] : completed.slice(at);
  const [whole, ...corrections] = jobs;
  const last = jobs.at(-1);
  if (!whole || !last) return undefined;
  const corrected = corrections.reduce((sum, { accepted, duplicates }) => sum + accepted + duplicates, 0);
  const open = Math.max(0, whole.rejected - corrected);
  return { whole, last, jobs, refused: corrections.length > 0 ? Math.max(open, last.rejected) : open };
}

/** As the import itself names what takes an event of its back: a later file that makes the event again undoes it. */
const voidIdOf = (id: string): string => id.replace('.', '.void.');

function notSettled(): Problem {
  const detail = 'The rows of the last file are still on their way into the tables. Ask again.';
  return new Problem(409, 'not_settled', detail, { headers: { 'retry-after': '2' } });
}
