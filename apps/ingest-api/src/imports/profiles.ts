import {
  compileProfile,
  CsvFault,
  InvalidProfile,
  parseProfile,
  WHOLE_FILE,
  type CsvProfile,
} from '@waymark/provider-formats';
import { Problem, type ProviderIdentity, type Registry, type ImportJob } from '@waymark/service';
import { ImportRegistry, profileHash, type StoredProfile } from './import-job.js';

/** A profile as a provider sees it among its others. */
export interface ProfileTold {
  name: string;
  hash: string;
  snapshot: boolean;
  lastImport: LastImport | null;
}

export type LastImport = Pick<
  ImportJob,
  'id' | 'state' | 'revision' | 'updatedAt' | 'rows' | 'accepted' | 'duplicates' | 'rejected'
>;

/** The profiles of providers: how their files are read. */
export class Profiles {
  private readonly kept: ImportRegistry;

  constructor(registry: Registry) {
    this.kept = new ImportRegistry(registry);
  }

  list(provider: string): ProfileTold[] {
    return this.kept.profiles(provider).map(({ name, hash, profile }) => {
      const last = this.kept.latest(provider, name);
      return { name, hash, snapshot: profile.snapshot === true, lastImport: last ? lastImport(last) : null };
    });
  }

  /** @throws {Problem} 404 unknown_profile. */
  find(provider: string, name: string): StoredProfile {
    const found = this.kept.profile(provider, name);
    if (found) return found;
    throw new Problem(404, 'unknown_profile', 'No profile of this name is stored for you.');
  }

  /**
   * Stores a provider's profile; the same again changes nothing, nor does that of a test key.
   * @throws {Problem} 400 invalid_profile with every fault.
   */
  async put(provider: ProviderIdentity, name: string, text: string): Promise<StoredProfile> {
    const profile = checkedProfile(text, name, provider);
    const stored = { provider: provider.providerId, name, hash: profileHash(profile), profile };
    if (provider.test) return stored;
    if (this.kept.storedProfile(stored.provider, name)?.hash !== stored.hash)
      await this.kept.putProfile(stored);
    return stored;
  }
}

function lastImport({ id, state, revision, updatedAt, ...counts }: ImportJob): LastImport {
  const { rows, accepted, duplicates, rejected } = counts;
  return { id, state, revision, updatedAt, rows, accepted, duplicates, rejected };
}

function checkedProfile(text: string, name: string, { sourcePrefixes }: ProviderIdentity): CsvProfile {
  return refusing(() => {
    const profile = parseProfile(text);
    compileProfile(profile);
    const { source } = profile;
    if (profile.name !== name)
      throw new InvalidProfile([{ pointer: '/name', expected: 'the name in the address' }]);
    if (source !== undefined && !sourcePrefixes.some((prefix) => source.startsWith(prefix))) {
      const expected = 'a URI that begins with a prefix registered for you';
      throw new InvalidProfile([{ pointer: '/source', expected }]);
    }
    return profile;
  });
}

/** A profile that was stored by an older version may no longer be one. @throws {Problem} 400 invalid_profile. */
export function refusing<T>(check: () => T): T {
  try {
    return check();
  } catch (fault) {
    if (!(fault instanceof InvalidProfile)) throw fault;
    const { faults } = fault;
    throw new Problem(400, 'invalid_profile', 'The profile cannot be used as it is.', { faults });
  }
}

/** What a file that cannot be read on is answered with. @param more members of the answer */
export function fileProblem({ code, detail, row }: CsvFault, more: Record<string, unknown> = {}): Problem {
  if (row === WHOLE_FILE) return new Problem(400, code, detail, more);
  return new Problem(400, code, `Row ${row}: ${detail}`, { ...more, row });
}
