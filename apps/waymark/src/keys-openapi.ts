import {
  entityId,
  openApiSchema,
  problemResponses,
  providerEntity,
  supplierEntity,
  type OpenApiFragment,
} from '@waymark/service';
import { z } from 'zod';

const instant = z.iso.datetime();
const keyTold = {
  id: z.string().describe('Names the key; what it is was shown once'),
  test: z.boolean().describe('Everything is checked and answered as for a live key, and nothing is stored'),
  createdAt: instant,
  revokedAt: instant.optional(),
};
const toldKeys = z.strictObject({
  keys: z.array(z.strictObject(keyTold)).describe('The oldest first, revoked ones included'),
});
const providerKeys = toldKeys.extend({
  suppliers: z
    .array(z.strictObject({ id: z.string(), name: z.string() }))
    .describe('Software suppliers whose keys send for this provider, too'),
  sourcePrefixes: z.array(z.string()).describe('With one of these the source of each event begins'),
});
export type ProviderKeysTold = z.infer<typeof providerKeys>;
const issued = z.strictObject({ ...keyTold, key: z.string().describe('Shown this once') });

/** What is asked of a new key. */
export const newKey = z.strictObject({ test: z.boolean().default(false) });
/** A provider as it is set: its keys stay as they are. */
export const providerSettings = providerEntity.omit({ id: true, keys: true });
export const supplierSettings = supplierEntity.omit({ id: true });
/** An id in an address. */
export const idInPath = entityId;

const providerTold = providerEntity.omit({ keys: true });
const providersTold = z.strictObject({ providers: z.array(providerTold) });
const suppliersTold = z.strictObject({ suppliers: z.array(supplierEntity) });
export type ProvidersTold = z.infer<typeof providersTold>;
export type SuppliersTold = z.infer<typeof suppliersTold>;

const json = (schema: string): object => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
});
const ADMIN = { 401: 'Nobody is signed in', 403: 'For the role admin' };
const OWN = { 401: 'Nobody is signed in', 403: 'For the role provider, of its own service, and for admin' };
const UNWRITTEN = { 503: 'The change, or its record in the audit trail, cannot be written now' };
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string' } });

type Faults = Record<number, string>;

function keyPaths(of: string, tag: string, told: string, faults: Faults): OpenApiFragment['paths'] {
  return {
    [`${of}/{id}/keys`]: {
      parameters: [inPath('id')],
      get: {
        ...{ summary: 'Its keys, without what they are', tags: [tag] },
        responses: answers(200, 'All of them', told, { 404: 'Nobody has this id', ...faults }),
      },
      post: {
        ...{ summary: 'Issue a key, beside those that are valid', tags: [tag] },
        requestBody: { required: false, content: { 'application/json': { schema: openApiSchema(newKey) } } },
        responses: answers(201, 'The key, shown this once', 'IssuedKey', {
          ...{ 404: 'Nobody has this id', 409: 'As many are valid as may be', ...faults, ...UNWRITTEN },
        }),
      },
    },
    [`${of}/{id}/keys/{key}`]: {
      parameters: [inPath('id'), inPath('key')],
      delete: {
        summary: 'Revoke a key: within a second every ingest process refuses it. Again changes nothing',
        tags: [tag],
        responses: {
          204: { description: 'It is revoked' },
          ...problemResponses({
            400: 'A parameter that there is not',
            404: 'No such key',
            ...faults,
            ...UNWRITTEN,
          }),
        },
      },
    },
  };
}

function answers(
  status: number,
  description: string,
  schema: string,
  faults: Faults,
): Record<string, unknown> {
  return {
    [status]: { description, content: json(schema) },
    ...problemResponses({ 400: 'A parameter that there is not, or not such a body', ...faults }),
  };
}

function setting(summary: string, body: z.ZodType, schema: string, faults: Faults): Record<string, unknown> {
  return {
    ...{ summary, tags: ['admin'] },
    requestBody: { required: true, content: { 'application/json': { schema: openApiSchema(body) } } },
    responses: answers(200, 'As it stands now', schema, { ...faults, ...ADMIN, ...UNWRITTEN }),
  };
}

function listing(summary: string, schema: string): Record<string, unknown> {
  return { ...{ summary, tags: ['admin'] }, responses: answers(200, 'All of them', schema, ADMIN) };
}

/** The description of the calls about keys, providers and suppliers. */
export function keysOpenApi(): OpenApiFragment {
  const admin = '/api/v1/admin';
  return {
    paths: {
      ...keyPaths('/api/v1/providers', 'portal', 'ProviderKeys', OWN),
      ...keyPaths(`${admin}/suppliers`, 'admin', 'Keys', ADMIN),
      [`${admin}/providers`]: { get: listing('The providers', 'Providers') },
      [`${admin}/providers/{id}`]: {
        parameters: [inPath('id')],
        put: setting('Register a provider, or change it', providerSettings, 'Provider', {
          409: 'A source prefix overlaps another provider’s',
        }),
      },
      [`${admin}/suppliers`]: { get: listing('The suppliers, and for whom they send', 'Suppliers') },
      [`${admin}/suppliers/{id}`]: {
        parameters: [inPath('id')],
        put: setting('Register a supplier, or change for whom it sends', supplierSettings, 'Supplier', {
          404: 'One of the providers is not registered',
        }),
      },
    },
    components: {
      schemas: {
        ProviderKeys: openApiSchema(providerKeys),
        Keys: openApiSchema(toldKeys),
        IssuedKey: openApiSchema(issued),
        Provider: openApiSchema(providerTold),
        Providers: openApiSchema(providersTold),
        Supplier: openApiSchema(supplierEntity),
        Suppliers: openApiSchema(suppliersTold),
      },
    },
  };
}
