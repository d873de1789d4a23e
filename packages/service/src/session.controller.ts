import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentIdentity, RequireUser, SESSION_COOKIE } from './auth.js';
import { readJson } from './body.js';
import type { UserIdentity } from './identity.js';
import { Problem } from './problem.js';
import { Registry } from './registry.js';

const signIn = z.strictObject({ token: z.string().min(1).max(200) });

/** Sign-in of the local run: a token becomes an HttpOnly cookie that scripts cannot read and other sites cannot send. */
@Controller('api/v1')
export class SessionController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Post('session')
  @HttpCode(200)
  async open(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Me> {
    const parsed = signIn.safeParse(await readJson(request));
    if (!parsed.success)
      throw new Problem(400, 'invalid_body', 'Expected an object with a token.', { pointer: '/token' });
    const token = parsed.data.token.trim();
    const identity = this.registry.authenticate(token);
    if (identity && identity.kind !== 'user') {
      throw new Problem(
        401,
        'provider_key',
        'This is a provider key, for sending events. Sign in with a person’s token.',
      );
    }
    if (!identity) throw new Problem(401, 'unknown_credential', 'This token is not known, or was revoked.');
    void reply.header(
      'set-cookie',
      `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200`,
    );
    return me(identity);
  }

  @Delete('session')
  @HttpCode(204)
  close(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('set-cookie', `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
  }

  @Get('me')
  @RequireUser()
  me(@CurrentIdentity() identity: UserIdentity): Me {
    return me(identity);
  }
}

interface Me {
  name: string;
  role: UserIdentity['role'];
  scope: string[];
}

function me({ name, role, scope }: UserIdentity): Me {
  return { name, role, scope };
}
