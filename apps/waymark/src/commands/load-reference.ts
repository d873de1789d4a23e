import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { PostcodeTable } from '@waymark/areas';
import { reasonOf as processorFault, ReferenceLoader } from '@waymark/processor';
import { appendPostcodes } from '../postcode-directories.js';
import { appendEdition } from '../reference-editions.js';
import type { Appended, LoadedEditions, SentEdition } from '../reference-openapi.js';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import { operate, type OwnTables, type Place } from './own-tables.js';
import type { Target } from './target.js';

const PATH = '/api/v1/admin/reference';
const POLL_MS = 200;
const PATIENCE_MS = 120_000;

/** What the files gave; either may be absent. */
export interface Reference {
  edition?: SentEdition;
  postcodes?: PostcodeTable;
}

export type LoadedReference = { [what in keyof Reference]?: Appended };

/** Resolves when the edition is in the tables, and the postcodes are in the log. */
export function loadReference(reference: Reference, place: Place): Promise<LoadedReference> {
  return operate('reference', place, {
    there: (target) => loadThere(target, reference),
    here: (own) => loadHere(own, reference),
    refused: processorFault,
  });
}

async function loadThere(target: Target, { edition, postcodes }: Reference): Promise<LoadedReference> {
  return {
    ...(postcodes && { postcodes: await sendPostcodes(target, postcodes) }),
    ...(edition && { edition: await sendEdition(target, edition) }),
  };
}

async function sendPostcodes(target: Target, { packed }: PostcodeTable): Promise<Appended> {
  const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  const request = { method: 'POST', headers, body: gzipSync(packed) };
  return (await call(target, `${PATH}/postcodes`, request)) as Appended;
}

async function sendEdition(target: Target, edition: SentEdition): Promise<Appended> {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const body = gzipSync(JSON.stringify(edition));
  const answer = (await call(target, PATH, { method: 'POST', headers, body })) as Appended;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { editions } = (await call(target, PATH)) as LoadedEditions;
    if (editions.some(({ id }) => id === edition.id)) return answer;
    if (Date.now() > giveUpAt)
      throw new CommandFault(
        `waymark reference: edition ${edition.id} is in the log, and not yet in the tables after two minutes`,
      );
    await sleep(POLL_MS);
  }
}

async function loadHere(own: OwnTables, { edition, postcodes }: Reference): Promise<LoadedReference> {
  const loaded = {
    ...(postcodes && { postcodes: await appendPostcodes(own.log, postcodes) }),
    ...(edition && { edition: await appendEdition(own, edition) }),
  };
  const loader = await ReferenceLoader.start(own.log, own.warehouse);
  await loader.stop();
  return loaded;
}
