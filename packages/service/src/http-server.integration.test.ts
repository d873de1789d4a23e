import { Controller, Get, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogUnavailable } from '@waymark/event-log';
import type { FastifyRequest } from 'fastify';
import { Registry as Metrics } from 'prom-client';
import { CurrentIdentity, RequireProvider, RequireUser } from './auth.js';
import { createHttpServer } from './http-server.js';
import { hashSecret, USER_ROLES, type Identity, type UserRole } from './identity.js';
import { logger } from './logging.js';
import { Problem } from './problem.js';
import { refuseOtherParameters } from './query.js';
import { Registry } from './registry.js';
import { ServiceModule } from './service.module.js';
import { temporaryLog } from './testing/temporary-log.js';

@Controller()
class Addresses {
  @Post('for-providers')
  @RequireProvider()
  forProviders(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Get('for-people')
  @RequireUser()
  forPeople(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Get('for-admins')
  @RequireUser('admin', 'controller')
  forAdmins(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }

  @Get('parameters')
  parameters(@Req() request: FastifyRequest): string {
    refuseOtherParameters(request, ['by']);
    return 'taken';
  }

  @Get('bug')
  bug(): never {
    throw new TypeError('9434765919 is not a function');
  }

  @Get('expected')
  expected(): never {
    throw new Problem(409, 'not_settled', 'Later.', { pointer: '/asOf', headers: { 'x-hint': 'later' } });
  }

  @Get('log-away')
  logAway(): never {
    throw new LogUnavailable('the disk is full', 9);
  }
}

let app: NestFastifyApplication;
let registry: Registry;
let closeLog: () => Promise<void>;
let key = '';
const parts: Record<string, { ready: boolean; detail?: string }> = {};
const metrics = new Metrics();

beforeAll(async () => {
  const temporary = await temporaryLog();
  closeLog = temporary.close;
  registry = await Registry.open(temporary.log);
  await registry.putProvider({ id: 'acme', name: 'Acme', sourcePrefixes: ['urn:acme:'], keys: [] });
  ({ key } = await registry.issueKey('acme'));
  for (const role of USER_ROLES) {
    await registry.putUser({ name: role, role, scope: ['a'], tokenSha256: hashSecret(tokenOf(role)) });
  }
  const operations = { metrics, ready: async () => parts };
  @Module({ imports: [ServiceModule.register({ registry, operations })], controllers: [Addresses] })
  class TestServer {}
  app = await createHttpServer({ module: TestServer });
  await app.init();
});
afterAll(async () => {
  await app.close();
  await registry.close();
  await closeLog();
});

const tokenOf = (role: UserRole): string => `wmu_${role}`;
const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });
const post = (url: string, headers: Record<string, string> = {}, payload?: string) =>
  app.inject({ method: 'POST', url, headers, ...(payload !== undefined && { payload }) });

describe('who may call', () => {
  test('a provider’s key opens what is for providers, and nothing for people', async () => {
    const answer = await post('/for-providers', bearer(key));
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { kind: 'provider', providerId: 'acme' }]);
    const refused = await get('/for-people', bearer(key));
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'wrong_role']);
  });

  test.each(USER_ROLES)('a person who is %s', async (role) => {
    const headers = bearer(tokenOf(role));
    expect((await get('/for-people', headers)).json()).toEqual({
      kind: 'user',
      name: role,
      role,
      scope: ['a'],
    });
    expect((await get('/for-admins', headers)).statusCode).toBe(
      ['admin', 'controller'].includes(role) ? 200 : 403,
    );
    expect((await post('/for-providers', headers)).statusCode).toBe(403);
  });

  test.each([
    ['nobody', {}, 'not_signed_in'],
    ['an unknown secret', bearer('wmk_live_x'), 'unknown_credential'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'not_signed_in'],
    ['an empty secret', { authorization: 'Bearer ' }, 'not_signed_in'],
    ['the hash in place of the secret', bearer(hashSecret(tokenOf('admin'))), 'unknown_credential'],
    ['an unknown cookie', { cookie: 'waymark_session=x' }, 'unknown_credential'],
  ])('%s is 401', async (_who, headers, code) => {
    const answer = await get('/for-people', headers);
    expect([answer.statusCode, answer.json().code]).toEqual([401, code]);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="waymark"');
  });

  test('the scheme is read in any case', async () => {
    expect((await get('/for-people', { authorization: `bearer ${tokenOf('admin')}` })).statusCode).toBe(200);
  });

  test('a session cookie is as good as the token it holds, until it is closed', async () => {
    const opened = await post('/api/v1/session', {}, JSON.stringify({ token: ` ${tokenOf('researcher')} ` }));
    const [cookie = ''] = String(opened.headers['set-cookie']).split(';');
    expect(opened.headers['set-cookie']).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect((await get('/api/v1/me', { cookie: `a=b; ${cookie}; c=d` })).json()).toEqual({
      name: 'researcher',
      role: 'researcher',
      scope: ['a'],
    });
    const closed = await app.inject({ method: 'DELETE', url: '/api/v1/session' });
    expect(closed.headers['set-cookie']).toMatch(/^waymark_session=; .*Max-Age=0$/);
  });

  test.each([
    ['a provider’s key', () => ({ token: key }), 401, 'provider_key'],
    ['an unknown token', () => ({ token: 'x' }), 401, 'unknown_credential'],
    ['no token', () => ({}), 400, 'invalid_body'],
    ['more than a token', () => ({ token: 'x', role: 'admin' }), 400, 'invalid_body'],
  ])('nobody signs in with %s', async (_what, body, status, code) => {
    const answer = await post('/api/v1/session', {}, JSON.stringify(body()));
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('problems', () => {
  test.each([
    ['/expected', 409, 'not_settled'],
    ['/nowhere', 404, 'not_found'],
    ['/parameters?bye=icb', 400, 'unknown_parameter'],
    ['/%zz', 400, 'bad_request'],
    ['/bug', 500, 'internal_error'],
    ['/log-away', 503, 'log_unavailable'],
    ['/openapi.json', 404, 'not_found'],
  ])('%s is %i %s', async (url, status, code) => {
    const logged = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
    const warned = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
    const answer = await get(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ type: 'about:blank', status, code });
    // A bug is logged with its stack; what was expected is not.
    expect(logged).toHaveBeenCalledTimes(status === 500 ? 1 : 0);
    expect(warned).toHaveBeenCalledTimes(status === 503 ? 1 : 0);
    jest.restoreAllMocks();
  });

  test('carry what helps: members, headers, the seconds to wait', async () => {
    const answer = await get('/expected');
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'not_settled',
      detail: 'Later.',
      pointer: '/asOf',
    });
    expect(answer.headers['x-hint']).toBe('later');
    expect((await get('/log-away')).headers['retry-after']).toBe('9');
  });

  test('of a bug say nothing: its message may quote a request', async () => {
    jest.spyOn(logger, 'error').mockImplementation(() => undefined);
    expect((await get('/bug')).payload).not.toContain('9434765919');
    jest.restoreAllMocks();
  });

  test('of an unknown parameter tell which there are, and not what was sent', async () => {
    expect((await get('/parameters?by=icb')).payload).toBe('taken');
    const { detail } = (await get('/parameters?9434765919=x')).json();
    expect(detail).toContain('by');
    expect(detail).not.toContain('9434765919');
  });

  test('come with the security headers, like every answer', async () => {
    for (const url of ['/nowhere', '/health/live']) {
      expect((await get(url)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });
});

describe('health and metrics, open to everyone', () => {
  afterEach(() => {
    for (const name of Object.keys(parts)) Reflect.deleteProperty(parts, name);
  });

  test('live means that the process answers', async () => {
    parts['log'] = { ready: false };
    const answer = await get('/health/live');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('ready means that every part is; else it names the one that is not, and why', async () => {
    parts['log'] = { ready: true };
    parts['warehouse'] = { ready: true, detail: 'chdb' };
    const ready = await get('/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ok', parts }]);
    parts['log'] = { ready: false, detail: 'the disk is full' };
    const refused = await get('/health/ready');
    expect([refused.statusCode, refused.json()]).toEqual([503, { status: 'not_ready', parts }]);
  });

  test('metrics are Prometheus text', async () => {
    const answer = await get('/metrics');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, metrics.contentType]);
  });
});
