import { openApiSchema, problemResponses, type OpenApiFragment } from '@waymark/service';
import { atRiskOpenApi } from './feed/feed-at-risk.openapi.js';
import { comparisonsOpenApi } from './calls/comparisons.openapi.js';
import { engagementOpenApi } from './calls/engagement.openapi.js';
import { feedOpenApi } from './feed/feed.openapi.js';
import { commonParameters, dataOperation, query } from './openapi-data-call.js';
import { areasAnswer, measureAnswer, measuresAnswer, preparing, statusAnswer } from './schemas.js';
import { snapshotsOpenApi } from './snapshots/snapshots.openapi.js';
import { telemetryOpenApi } from './telemetry/telemetry.openapi.js';

/** The portal's part of the description of the HTTP API. */
export function portalOpenApi(): OpenApiFragment {
  const comparisons = comparisonsOpenApi();
  const engagement = engagementOpenApi();
  const snapshots = snapshotsOpenApi();
  const telemetry = telemetryOpenApi();
  const feed = feedOpenApi();
  const atRisk = atRiskOpenApi();
  return {
    paths: {
      '/api/v1/measures': { get: reading('The registry of measures', 'Measures') },
      '/api/v1/measures/{id}': { get: measureOperation() },
      ...engagement.paths,
      ...comparisons.paths,
      ...snapshots.paths,
      ...telemetry.paths,
      ...feed.paths,
      ...atRisk.paths,
      '/api/v1/areas': { get: reading('Boards and regions, past and present', 'Areas') },
      '/api/v1/status': {
        get: reading('What is shown of the log, and which part is behind', 'Status', {
          503: 'Just started, and log or tables have not told yet',
        }),
      },
    },
    components: {
      schemas: {
        Measures: openApiSchema(measuresAnswer),
        MeasureAnswer: openApiSchema(measureAnswer),
        ...engagement.components?.schemas,
        ...comparisons.components?.schemas,
        ...snapshots.components?.schemas,
        ...telemetry.components?.schemas,
        ...feed.components?.schemas,
        ...atRisk.components?.schemas,
        Preparing: openApiSchema(preparing),
        Areas: openApiSchema(areasAnswer),
        Status: openApiSchema(statusAnswer),
      },
    },
  };
}

const NOT_SIGNED_IN = { 400: 'A parameter that there is not', 401: 'Nobody is signed in' };

function reading(
  summary: string,
  schema: string,
  faults: Record<number, string> = {},
): Record<string, unknown> {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return {
    ...{ summary, tags: ['portal'] },
    responses: {
      200: { description: summary, content },
      ...problemResponses({ ...NOT_SIGNED_IN, ...faults }),
    },
  };
}

function measureOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'A measure, broken down and filtered',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      ...commonParameters(),
      query('versions', 'A version of the measure; absent: the newest', { type: 'string' }),
    ],
    schema: 'MeasureAnswer',
    faults: { 404: 'There is no such measure, or no such reference edition' },
  });
}
