import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { snapshot, snapshotAsked, snapshotPreparing } from './snapshot.schemas.js';

const json = (schema: string): object => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
});
const RETRY_AFTER = { 'Retry-After': { required: true, schema: { type: 'integer' } } };
const inPath = (name: string, schema: object): object => ({ name, in: 'path', required: true, schema });
const ID = inPath('id', { type: 'string' });
const ACCESS = { 401: 'Nobody is signed in', 403: 'For researchers and controllers' };

/** Snapshots, described. */
export function snapshotsOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/snapshots': { post: making() },
      '/api/v1/snapshots/{id}': { get: manifest() },
      '/api/v1/snapshots/{id}/files/{n}': { get: file() },
    },
    components: {
      schemas: {
        SnapshotAsked: openApiSchema(snapshotAsked),
        Snapshot: openApiSchema(snapshot),
        SnapshotPreparing: openApiSchema(snapshotPreparing),
      },
    },
  };
}

function making(): Record<string, unknown> {
  return {
    summary: 'Freeze answers into a snapshot that can be given again',
    description:
      'Each question is answered with the rights and profile of whoever asks. Kept are the questions, with all that they rest on pinned, and the SHA-256 of each file; no figures.',
    tags: ['portal'],
    requestBody: { required: true, content: json('SnapshotAsked') },
    responses: {
      201: {
        description: 'Made',
        headers: { Location: { required: true, schema: { type: 'string' } } },
        content: json('Snapshot'),
      },
      202: {
        description: 'The tables of the instant are being folded: ask again with its asOf; nothing was kept',
        headers: RETRY_AFTER,
        content: json('SnapshotPreparing'),
      },
      ...problemResponses({
        ...ACCESS,
        400: 'Not such a body, or no call about data; pointer tells which',
        404: 'A measure or edition that there is not; pointer tells of which question',
        409: 'An instant that is not settled',
        413: 'A body too large',
        503: 'The tables cannot be read, or the look or the snapshot cannot be recorded',
      }),
    },
  };
}

function manifest(): Record<string, unknown> {
  return {
    ...{
      summary: 'A snapshot: what is in it, and the hash of every file',
      tags: ['portal'],
      parameters: [ID],
    },
    responses: {
      200: { description: 'The manifest', content: json('Snapshot') },
      ...problemResponses({
        ...ACCESS,
        400: 'A parameter that there is not',
        404: 'There is no such snapshot',
      }),
    },
  };
}

function file(): Record<string, unknown> {
  return {
    summary: 'A file of a snapshot, made again from the tables and held against its hash',
    tags: ['portal'],
    parameters: [ID, inPath('n', { type: 'integer', minimum: 1 })],
    responses: {
      200: {
        description: 'The answer of the question, without the build',
        headers: { 'Content-Digest': { required: true, schema: { type: 'string' } } },
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      202: {
        description: 'The tables of the instant are being folded: ask again',
        headers: RETRY_AFTER,
        content: json('Preparing'),
      },
      ...problemResponses({
        ...ACCESS,
        400: 'A parameter that there is not',
        403: 'For researchers and controllers; or made under a freer profile than that of this person',
        404: 'There is no such snapshot or file',
        409: 'not_reproducible: the tables no longer give the same bytes',
        503: 'The tables cannot be read, or the look cannot be recorded',
      }),
    },
  };
}
