import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { goneAnswer } from './feed-gone.schemas.js';
import { feedAnswer } from './feed.schemas.js';

const content = { 'application/json': { schema: { $ref: '#/components/schemas/Feed' } } };
const AWAY = { 503: 'The tables do not answer now, or the look cannot be recorded' };

const PROVIDER = {
  ...{ name: 'provider', in: 'query', required: false },
  description: 'Which of the person’s own services; absent: the only one',
  schema: { type: 'string' },
};

/** The description of what a provider is told of its own feed. */
export function feedOpenApi(): OpenApiFragment {
  const summary = 'Own feed: what arrived, what was refused and why, and what is missing';
  const answer = { 200: { description: 'Exact, of this provider alone', content } };
  return {
    paths: {
      '/v1/feed': {
        get: {
          ...{ summary, tags: ['ingest'] },
          responses: {
            ...answer,
            ...problemResponses({
              400: 'A parameter that there is not',
              401: 'No key, or one that is not known',
              403: 'Not a provider’s key',
              ...AWAY,
            }),
          },
        },
      },
      '/api/v1/feed': {
        get: {
          ...{ summary, tags: ['portal'] },
          parameters: [PROVIDER],
          responses: {
            ...answer,
            ...problemResponses({
              400: 'A parameter that there is not, or none where one is needed',
              401: 'Nobody is signed in',
              403: 'For the role provider, of its own service',
              ...AWAY,
            }),
          },
        },
      },
      '/api/v1/feed/gone': { get: goneOperation() },
    },
    components: { schemas: { Feed: openApiSchema(feedAnswer), Gone: openApiSchema(goneAnswer) } },
  };
}

function goneOperation(): Record<string, unknown> {
  const profile = {
    ...{ name: 'profile', in: 'query', required: true },
    description: 'A profile whose files hold every row there is (`snapshot: true`)',
    schema: { type: 'string' },
  };
  return {
    summary: 'Events that earlier files of a profile made and the last one does not',
    description:
      'They count until they are voided. While rows of the last file are refused nothing is listed: those are not gone.',
    tags: ['portal'],
    parameters: [profile, PROVIDER],
    responses: {
      200: {
        description: 'Own ids, the first 5,000 of them',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Gone' } } },
      },
      ...problemResponses({
        400: 'A parameter that there is not, or none where one is needed',
        401: 'Nobody is signed in',
        403: 'For the role provider, of its own service',
        404: 'No profile of this name is stored',
        409: 'A file of this profile need not hold every row (not_a_snapshot), or the last one is not shown yet (not_settled)',
        ...AWAY,
      }),
    },
  };
}
