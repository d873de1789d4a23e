import { randomBytes } from 'node:crypto';
import { Pseudonyms, type PostcodeLookup } from '@waymark/events';
import { compileProfile, type CsvProfile } from '@waymark/provider-formats';
import type { ProviderIdentity, ImportReject } from '@waymark/service';
import { Push } from '../push.js';
import type { FileKind } from './file-rows.js';
import { takeRows } from './take-rows.js';
import { Tally } from './tally.js';

/** Whether a postcode is known is the server's to say. */
const EVERY_POSTCODE: PostcodeLookup = { lsoaOf: () => 'E01000001' };

/**
 * Tells every reject of a file, by the same checks as the server makes, without one: the server lists only the first thousand, and
 * has not kept the file. What only the server knows (events taken before, postcodes) is not seen.
 */
export async function listRejects(
  profile: CsvProfile,
  body: AsyncIterable<Uint8Array>,
  onReject: (reject: ImportReject) => void,
  kind: FileKind = 'csv',
): Promise<void> {
  const sourcePrefix = profile.source ?? 'urn:import:';
  const provider: ProviderIdentity = {
    kind: 'provider',
    providerId: 'local',
    keyId: 'local',
    sourcePrefixes: [sourcePrefix],
  };
  const nowhere = { append: () => Promise.resolve([]) };
  const pseudonyms = new Pseudonyms(randomBytes(32));
  const push = new Push({ log: nowhere, pseudonyms, postcodes: EVERY_POSTCODE });
  await takeRows({
    body,
    kind,
    profile: compileProfile(profile),
    mapping: { sourcePrefix, revision: 0, startedAt: new Date().toISOString() },
    door: { context: () => push.context(provider), take: (admissions) => push.take(admissions) },
    tally: new Tally(onReject),
  });
}
