import { portalOpenApi } from './openapi.js';

/** The portal's calls in the contract (http.md). */
const CONTRACT = [
  ...[
    'measures',
    'measures/{id}',
    'pathway',
    'retention',
    'survival',
    'compare',
    'spc',
    'funnel',
    'inequality',
  ],
  ...['outcomes', 'disengagement', 'areas', 'feeds', 'status', 'snapshots/{id}'],
].map((path) => `GET /api/v1/${path}`);

function described(): string[] {
  return Object.entries(portalOpenApi().paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

test.each([...CONTRACT, 'POST /api/v1/snapshots', 'POST /collect'])(
  '%s of the contract is in the OpenAPI document',
  (call) => {
    expect(described()).toContain(call);
  },
);
