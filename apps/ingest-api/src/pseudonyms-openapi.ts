import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { ACTING_FOR_PARAMETER, SIGNED_IN } from './openapi-imports.js';
import { pseudonymsAnswer, VALUES_MAX } from './pseudonyms.js';

/** What is asked, without the refinements that JSON Schema has no words for. */
const ASKED = {
  type: 'object',
  required: ['kind', 'values'],
  additionalProperties: false,
  properties: {
    kind: {
      ...{ type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$' },
      description: 'As the profile names it: client in the templates and in guessed profiles',
    },
    values: {
      ...{ type: 'array', minItems: 1, maxItems: VALUES_MAX },
      items: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
      description: 'Cells as they stand in the file; spaces around them do not count',
    },
  },
};

export const pseudonymSchemas = (): Record<string, unknown> => ({
  PseudonymsAsked: ASKED,
  Pseudonyms: openApiSchema(pseudonymsAnswer),
});

const json = (name: string): unknown => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

/** Own client numbers beside the codes that stand for them. */
export function pseudonymPaths(): OpenApiFragment['paths'] {
  return {
    '/v1/pseudonyms': {
      post: {
        summary: 'What own cells become where a profile says pseudonym; nothing is stored',
        description:
          'The pseudonyms that an import makes of the same cells of the same provider: the subject of a row, where the profile makes it of ' +
          'one column. With them a provider finds its own people in its lists. Nobody can ask for another provider’s.',
        tags: ['ingest'],
        parameters: [ACTING_FOR_PARAMETER],
        requestBody: { required: true, content: json('PseudonymsAsked') },
        responses: {
          200: { description: 'As many, in the same order', content: json('Pseudonyms') },
          ...problemResponses({
            400: 'Not such a body (pointer and expected say where and what), or an unknown parameter',
            ...SIGNED_IN,
            413: 'More than 5 MiB, before or after inflating',
            415: 'Another encoding than gzip',
            429: 'Too many requests',
            503: 'Too much is under way (busy); send it again',
          }),
        },
      },
    },
  };
}
