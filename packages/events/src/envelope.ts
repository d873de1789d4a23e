import { z } from 'zod';
import { fault, instant, integer, opaqueId, uriReference } from './fields.js';
import { EVENT_TYPES } from './stored-event.js';

/** CloudEvents attributes that are accepted and dropped: they belong to the transport. */
export const DROPPED_ATTRIBUTES = ['traceparent', 'tracestate', 'dataschema'] as const;

/** The envelope as providers send it; `data` is checked by the schema of its type. */
export const envelopeSchema = z.strictObject({
  specversion: z
    .unknown()
    .refine((version) => version === '1.0', fault('unsupported_specversion', '"1.0"'))
    .meta({ const: '1.0', type: 'string' }),
  id: opaqueId().describe('Unique within source'),
  source: uriReference().describe('Begins with a prefix registered for the provider'),
  type: z
    .string()
    .refine(
      (type) => (EVENT_TYPES as readonly string[]).includes(type),
      fault('unknown_type', 'one of the event types of /v1/schemas'),
    ),
  subject: opaqueId().describe('The provider’s own id of the referral'),
  time: instant().describe('When it happened: not before 2015-01-01, at most 5 minutes in the future'),
  recordedtime: instant()
    .optional()
    .describe('When the provider’s system recorded it; absent = time of receipt'),
  revision: integer(0, 2_147_483_647)
    .optional()
    .describe('A higher revision of the same source and id replaces the lower; default 0'),
  datacontenttype: z
    .string()
    .refine((type) => type === 'application/json', fault('unsupported_content_type', 'application/json'))
    .optional(),
  data: z.unknown().refine((data) => data !== undefined, fault('missing', 'an object')),
});
export type Envelope = z.infer<typeof envelopeSchema>;
