import { randomUUID } from 'node:crypto';
import { compileProfile, CsvFault, sourceOf } from '@waymark/provider-formats';
import {
  logger,
  Problem,
  problemOf,
  type ProviderIdentity,
  type Registry,
  type ImportCounts,
  type ImportJob,
  type ImportReject,
} from '@waymark/service';
import type { Push } from '../push.js';
import { ImportRegistry, type StoredProfile } from './import-job.js';
import type { FileKind } from './file-rows.js';
import { fileProblem, refusing, type Profiles } from './profiles.js';
import { takeRows, type Door } from './take-rows.js';
import { Tally } from './tally.js';
import { watchedBody } from './watched-body.js';

export interface ImportsDeps {
  registry: Registry;
  profiles: Profiles;
  push: Push;
  /** Whether other processes may take imports into the same log. */
  shared: boolean;
  clock?: () => number;
}

export interface ImportRequest {
  profile: string;
  id: string;
  dryRun: boolean;
  /** Absent = CSV. */
  kind?: FileKind;
  /** Told how many bytes a dry run holds besides its file; what it throws ends it. */
  weigh?: (bytes: number) => void;
}

interface SentFile {
  body: AsyncIterable<Buffer>;
  kind: FileKind;
  weigh: (bytes: number) => void;
}

export interface ImportAnswer extends ImportCounts {
  id: string;
  revision: number;
  state: ImportJob['state'];
  rejects: ImportReject[];
  fault?: string;
}

/** How often a running job is written down: what others see of it, and how a dead process is told from a busy one. */
const BEAT_MS = 5_000;
const DEAD_AFTER_MS = 6 * BEAT_MS;

/** Imports of CSV exports: which job takes which revision, one at a time of a provider's profile. */
export class Imports {
  private readonly jobs: ImportRegistry;
  private readonly running = new Map<string, ImportJob>();
  private readonly finished = new Set<Promise<unknown>>();
  private readonly stopping = new AbortController();
  private readonly owner = randomUUID();
  private readonly clock: () => number;

  constructor(private readonly deps: ImportsDeps) {
    this.jobs = new ImportRegistry(deps.registry);
    this.clock = deps.clock ?? Date.now;
  }

  /** Progress of a job under way, or what became of it. */
  find(provider: string, id: string): ImportAnswer | undefined {
    const live = [...this.running.values()].find((job) => job.provider === provider && job.id === id);
    const job = live ?? this.jobs.job(provider, id);
    return job && answerOf(job);
  }

  /**
   * Takes a file through a profile; answers after its last row is durable.
   * @throws {Problem} 404 unknown_profile; 409 import_running; 400 for a file that cannot be read on; 503.
   */
  async run(
    provider: ProviderIdentity,
    request: ImportRequest,
    body: AsyncIterable<Buffer>,
  ): Promise<ImportAnswer> {
    const { kind = 'csv', weigh = () => undefined } = request;
    const file = { body, kind, weigh };
    const stored = this.deps.profiles.find(provider.providerId, request.profile);
    const last = this.jobs.latest(stored.provider, stored.name);
    const same = last?.id === request.id && last.profileHash === stored.hash;
    const job = this.begin(provider, stored, request.id, same ? last : undefined);
    if (request.dryRun || provider.test) return this.look(provider, stored, job, file);
    const series = `${stored.provider}/${stored.name}`;
    if (this.running.has(series) || this.runsElsewhere(last)) throw importRunning();
    if (same && last.state === 'completed') return answerOf(last);
    this.running.set(series, job);
    const work = this.take(provider, stored, job, file).finally(() => this.running.delete(series));
    this.finished.add(work);
    return work.finally(() => this.finished.delete(work));
  }

  /** Ends the imports under way, for their senders to go on with later. */
  async stop(): Promise<void> {
    this.stopping.abort(unavailable('The server is stopping; send the file again.'));
    await Promise.allSettled(this.finished);
  }

  /**
   * A broken job goes on under its revision, for which its events stand in the log already; every other job takes the next one,
   * so that its rows replace those of every job before it.
   */
  private begin(
    { sourcePrefixes }: ProviderIdentity,
    stored: StoredProfile,
    id: string,
    same: ImportJob | undefined,
  ): ImportJob {
    const { provider, name, hash, profile } = stored;
    const now = new Date(this.clock()).toISOString();
    return {
      ...new Tally().counts,
      ...{ id, provider, profile: name, profileHash: hash, owner: this.owner, state: 'running', rejects: [] },
      source: sourceOf(profile, sourcePrefixes[0] ?? ''),
      revision: same?.revision ?? this.jobs.nextRevision(provider, name),
      startedAt: same?.startedAt ?? now,
      updatedAt: now,
    };
  }

  private async look(
    provider: ProviderIdentity,
    stored: StoredProfile,
    job: ImportJob,
    file: SentFile,
  ): Promise<ImportAnswer> {
    const { push } = this.deps;
    const rehearsal = push.rehearsal();
    const door: Door = {
      context: () => push.context(provider),
      take: async (admissions) => {
        const answer = rehearsal.take(admissions);
        file.weigh(rehearsal.bytes);
        return answer;
      },
    };
    const tally = await this.rows(provider, stored, job, file, door);
    return { ...answerOf(job), ...tally.counts, events: 0, rejects: tally.rejects, state: 'completed' };
  }

  private async take(
    provider: ProviderIdentity,
    stored: StoredProfile,
    job: ImportJob,
    file: SentFile,
  ): Promise<ImportAnswer> {
    const { push } = this.deps;
    let writtenAt: number | undefined;
    const beat = async (): Promise<void> => {
      if (writtenAt !== undefined && this.clock() - writtenAt < BEAT_MS) return;
      writtenAt = this.clock();
      await this.write(job, 'running');
    };
    const door: Door = {
      context: () => push.context(provider),
      // A job is written down before its first event: a revision, once in the log, is never given again.
      take: async (admissions) => {
        if (writtenAt !== undefined) this.checkStillOurs(job);
        await beat();
        return push.take(admissions);
      },
    };
    try {
      await this.rows(provider, stored, job, file, door);
      await this.write(job, 'completed');
      return answerOf(job);
    } catch (fault) {
      const problem = readable(fault, job);
      // What broke before its first event changed nothing, and leaves no trace.
      if (writtenAt !== undefined) await this.writeBroken(job, problem.code);
      throw problem.status === 500 ? fault : problem;
    }
  }

  private async rows(
    provider: ProviderIdentity,
    stored: StoredProfile,
    job: ImportJob,
    file: SentFile,
    door: Door,
  ): Promise<Tally> {
    const tally = new Tally();
    const { revision, startedAt } = job;
    await takeRows({
      body: watchedBody(file.body, this.stopping.signal),
      kind: file.kind,
      profile: refusing(() => compileProfile(stored.profile)),
      mapping: { sourcePrefix: provider.sourcePrefixes[0] ?? '', revision, startedAt },
      door,
      tally,
      onHeader: ({ corrections }) => {
        if (corrections) job.corrections = true;
      },
      onBatch: () => Object.assign(job, tally.counts, { rejects: tally.rejects }),
    });
    return tally;
  }

  private async write(job: ImportJob, state: ImportJob['state'], fault?: string): Promise<void> {
    const updatedAt = new Date(this.clock()).toISOString();
    const written: ImportJob = { ...job, state, updatedAt, ...(fault !== undefined && { fault }) };
    await this.jobs.putJob(written);
    // Told only once it is so: whoever hears that a job broke may send it again at once.
    Object.assign(job, written);
  }

  /** Best effort: without it the job still counts as broken, for it is in nobody's hands. */
  private async writeBroken(job: ImportJob, fault: string): Promise<void> {
    try {
      if (this.jobs.latest(job.provider, job.profile)?.owner === this.owner)
        await this.write(job, 'broken', fault);
    } catch (unwritten) {
      logger.warn({ err: unwritten }, 'import_state_not_written');
    }
  }

  /** Of two processes that took one series in the same moment, the one that the registry names goes on. */
  private checkStillOurs(job: ImportJob): void {
    const last = this.jobs.latest(job.provider, job.profile);
    if (last?.id !== job.id || last.owner !== this.owner) throw importRunning();
  }

  private runsElsewhere(last: ImportJob | undefined): boolean {
    if (!this.deps.shared || last?.state !== 'running' || last.owner === this.owner) return false;
    return this.clock() - Date.parse(last.updatedAt) < DEAD_AFTER_MS;
  }
}

function answerOf({ id, revision, state, fault, ...job }: ImportJob): ImportAnswer {
  const { rows, accepted, duplicates, rejected, leftOut, events, rejects } = job;
  const counts = { rows, accepted, duplicates, rejected, leftOut, events };
  return { id, revision, state, ...counts, rejects: [...rejects], ...(fault !== undefined && { fault }) };
}

/** The answer of an import that broke, with how far it came. */
function readable(fault: unknown, job: ImportJob): Problem {
  const { id, revision, rows, accepted, duplicates, rejected } = job;
  const progress = { id, revision, rows, accepted, duplicates, rejected };
  if (fault instanceof CsvFault) return fileProblem(fault, progress);
  const { status, code, detail, extras } = problemOf(fault);
  return new Problem(status, code, detail, { ...extras, ...progress });
}

const importRunning = (): Problem =>
  new Problem(409, 'import_running', 'An import through this profile is under way; wait for it to end.', {
    headers: { 'retry-after': '2' },
  });

const unavailable = (detail: string): Problem =>
  new Problem(503, 'stopping', detail, { headers: { 'retry-after': '5' } });
