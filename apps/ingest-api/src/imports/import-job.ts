import { createHash } from 'node:crypto';
import { canonicalJson } from '@waymark/events';
import { templateProfile, type CsvProfile } from '@waymark/provider-formats';
import { importJobsOf, putImportJob, type ImportJob, type Registry } from '@waymark/service';

/** A provider's profile as the registry keeps it. */
export interface StoredProfile {
  provider: string;
  name: string;
  /** SHA-256 of its canonical JSON: its layout and comments do not make it another. */
  hash: string;
  profile: CsvProfile;
}

export const profileHash = (profile: CsvProfile): string =>
  createHash('sha256').update(canonicalJson(profile)).digest('hex');

function templateOf(provider: string, name: string): StoredProfile | undefined {
  const profile = templateProfile(name);
  return profile && { provider, name, hash: profileHash(profile), profile };
}

/** Import jobs and profiles in the registry. */
export class ImportRegistry {
  constructor(private readonly registry: Registry) {}

  /** The provider's profile of this name; where it has stored none, that of a template. */
  profile(provider: string, name: string): StoredProfile | undefined {
    return this.storedProfile(provider, name) ?? templateOf(provider, name);
  }

  storedProfile(provider: string, name: string): StoredProfile | undefined {
    return this.registry.entity<StoredProfile>('profile', `${provider}/${name}`);
  }

  /** The provider's profiles by name, and the templates by which it has sent something. */
  profiles(provider: string): StoredProfile[] {
    const stored = this.registry.all<StoredProfile>('profile').filter((each) => each.provider === provider);
    const names = new Set(
      [...stored, ...this.jobs(provider).map(({ profile }) => ({ name: profile }))].map(({ name }) => name),
    );
    return [...names].sort().flatMap((name) => this.profile(provider, name) ?? []);
  }

  async putProfile(stored: StoredProfile): Promise<void> {
    await this.registry.put('profile', `${stored.provider}/${stored.name}`, stored);
  }

  async putJob(job: ImportJob): Promise<void> {
    await putImportJob(this.registry, job);
  }

  /** The provider's job of this id; of several with one id, under different profiles, the last begun. */
  job(provider: string, id: string): ImportJob | undefined {
    return this.jobs(provider)
      .filter((job) => job.id === id)
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  }

  /** The job of a provider and profile that took the highest revision. */
  latest(provider: string, profile: string): ImportJob | undefined {
    return this.jobs(provider)
      .filter((job) => job.profile === profile)
      .sort((a, b) => b.revision - a.revision || (a.startedAt < b.startedAt ? 1 : -1))[0];
  }

  /** The revision that a new job of a provider and profile takes. */
  nextRevision(provider: string, profile: string): number {
    const last = this.latest(provider, profile);
    return last ? last.revision + 1 : 0;
  }

  private jobs(provider: string): ImportJob[] {
    return importJobsOf(this.registry, provider);
  }
}
