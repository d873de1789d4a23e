import type { Registry } from './registry.js';

/** What became of the rows of a file. */
export interface ImportCounts {
  /** Data rows read. */
  rows: number;
  /** Rows of which an event was new. */
  accepted: number;
  /** Rows whose every event was known. */
  duplicates: number;
  rejected: number;
  /** Rows that the profile makes nothing of. */
  leftOut: number;
  /** Events appended. */
  events: number;
}

/** A row that was not taken: where, why, and what was expected; never what it held. */
export interface ImportReject {
  /** The header is row 1. */
  row: number;
  /** By its name in the header; null: the row as a whole. */
  column: string | null;
  code: string;
  expected: string;
}

/** An import as the registry keeps it: under provider, profile and id, so that no name of a job hides another's revision. */
export interface ImportJob extends ImportCounts {
  id: string;
  provider: string;
  profile: string;
  profileHash: string;
  revision: number;
  state: 'running' | 'completed' | 'broken';
  /** The process that runs it. */
  owner: string;
  startedAt: string;
  updatedAt: string;
  rejects: ImportReject[];
  /** The source of its events; absent in jobs of before it was kept. */
  source?: string;
  /** The file was refused rows of one before, corrected: it says nothing about the rows that it does not hold. */
  corrections?: true;
  /** Why it is broken. */
  fault?: string;
}

const IMPORT = 'import';

/** Every import of a provider, through whichever process it came. */
export function importJobsOf(registry: Registry, provider: string): ImportJob[] {
  return registry.all<ImportJob>(IMPORT).filter((job) => job.provider === provider);
}

export async function putImportJob(registry: Registry, job: ImportJob): Promise<void> {
  await registry.put(IMPORT, `${job.provider}/${job.profile}/${job.id}`, job);
}
