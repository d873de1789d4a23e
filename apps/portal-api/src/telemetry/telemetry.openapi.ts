import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { COLLECT_BYTES_MAX } from './telemetry.controller.js';
import { faroPayload } from './wire.js';

/** The collector as OpenAPI. */
export function telemetryOpenApi(): OpenApiFragment {
  return {
    paths: { '/collect': { post: collectOperation() } },
    components: { schemas: { FaroPayload: openApiSchema(faroPayload) } },
  };
}

function collectOperation(): Record<string, unknown> {
  const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } };
  return {
    summary: 'Telemetry of the portal’s pages',
    description:
      'For the Faro SDK of the portal. Scrubbed before anything is kept, and it may be lost: 202 promises nothing.',
    tags: ['telemetry'],
    security: [],
    parameters: [{ ...key, description: 'Names the batch: sent again, it is stored once' }],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/FaroPayload' } } },
    },
    responses: {
      202: { description: 'Taken', content: { 'text/plain': { schema: { type: 'string', const: 'ok' } } } },
      ...problemResponses({
        400: 'Not JSON, not a payload of the Faro SDK, or a parameter that there is not',
        413: `More than ${COLLECT_BYTES_MAX / 1024} KiB, before or after inflating`,
        415: 'Another content type or encoding',
        429: 'Too many requests from one address',
      }),
    },
  };
}
