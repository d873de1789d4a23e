import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { feedAnswer } from './feed.schemas.js';

const content = { 'application/json': { schema: { $ref: '#/components/schemas/Feed' } } };
const AWAY = { 503: 'The tables do not answer now, or the look cannot be recorded' };

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
          parameters: [
            {
              ...{ name: 'provider', in: 'query', required: false },
              description: 'Which of the person’s own services; absent: the only one',
              schema: { type: 'string' },
            },
          ],
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
    },
    components: { schemas: { Feed: openApiSchema(feedAnswer) } },
  };
}
