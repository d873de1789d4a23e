import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { atRiskAnswer } from './feed-at-risk.schemas.js';

/** The description of the call about people who may be about to stop. */
export function atRiskOpenApi(): OpenApiFragment {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/AtRisk' } } };
  return {
    paths: {
      '/api/v1/feed/at-risk': {
        get: {
          summary: 'Own people who may be about to stop, by own referral id, with the rule in words',
          tags: ['portal'],
          parameters: [
            {
              ...{ name: 'provider', in: 'query', required: false },
              description: 'Which of the person’s own services; absent: the only one',
              schema: { type: 'string' },
            },
          ],
          responses: {
            200: { description: 'Of this provider’s referrals alone, by the sessions it sent', content },
            ...problemResponses({
              400: 'A parameter that there is not, or none where one is needed',
              401: 'Nobody is signed in',
              403: 'For the role provider, of its own service',
              503: 'The tables do not answer now, or the look cannot be recorded',
            }),
          },
        },
      },
    },
    components: { schemas: { AtRisk: openApiSchema(atRiskAnswer) } },
  };
}
