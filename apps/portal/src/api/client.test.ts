import { safeNext } from '../pages/sign-in/safe-next.js';
import { getFile, getJson } from './client.js';
import { ApiProblem } from './problem.js';
import { me } from './schemas.js';

const original = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = original;
});

function answering(response: () => Response): void {
  globalThis.fetch = async () => response();
}

async function failure(): Promise<ApiProblem> {
  const thrown: unknown = await getJson('/api/v1/me', me).catch((error: unknown) => error);
  if (!(thrown instanceof ApiProblem)) throw new Error('no ApiProblem');
  return thrown;
}

describe('a call to the API', () => {
  test("a problem keeps the server's code and reason", async () => {
    const body = JSON.stringify({ status: 409, code: 'not_settled', detail: 'Later than what is shown.' });
    answering(() => new Response(body, { status: 409 }));
    expect(await failure()).toMatchObject({
      status: 409,
      code: 'not_settled',
      detail: 'Later than what is shown.',
    });
  });

  test('an error page of a proxy is a problem too', async () => {
    answering(() => new Response('<html>bad gateway</html>', { status: 502 }));
    expect(await failure()).toMatchObject({ status: 502, code: 'http_502', passing: true });
  });

  test('a server that is not reached may be reached later', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
    expect(await failure()).toMatchObject({ status: 0, code: 'unreachable', passing: true });
  });

  test('an answer that is still being prepared says when to ask again and how far it is', async () => {
    answering(() =>
      Response.json({ status: 'preparing', share: 0.4 }, { status: 202, headers: { 'retry-after': '3' } }),
    );
    expect(await failure()).toMatchObject({ preparing: true, more: { share: 0.4, retryAfterMs: 3_000 } });
  });

  test('an answer of another shape is refused with the place, not half read', async () => {
    answering(() => Response.json({ name: 'Ada', role: 'king', scope: [] }));
    const problem = await failure();
    expect(problem).toMatchObject({ code: 'unexpected_answer', passing: false });
    expect(problem.detail).toContain('/role');
  });

  test('figures for a file are asked for as CSV', async () => {
    let accept: string | null = null;
    globalThis.fetch = async (_, init) => {
      accept = new Headers(init?.headers).get('accept');
      return new Response('a,b\r\n');
    };
    expect((await getFile('/api/v1/measures/dna', 'csv')).size).toBe(5);
    expect(accept).toBe('text/csv');
  });
});

test.each([
  ['/?measure=dna', '/?measure=dna'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?next=/', '/'],
  [undefined, '/'],
])('after sign-in %p leads to %p: a page of this portal, never another site', (next, path) => {
  expect(safeNext(next)).toBe(path);
});
