import {
  applyDecorators,
  createParamDecorator,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Identity, UserRole } from './identity.js';
import { Problem } from './problem.js';
import { Registry } from './registry.js';

const ALLOWED = 'waymark:allowed';
export const SESSION_COOKIE = 'waymark_session';

type AuthenticatedRequest = FastifyRequest & { identity?: Identity };
type Allowed = { kind: 'provider' } | { kind: 'user'; roles: readonly UserRole[] };

/** Bearer key or token, or the portal's session cookie. Sets `request.identity`. 401 without one, 403 with a wrong one. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const allowed = this.reflector.getAllAndOverride<Allowed>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    request.identity = authenticate(this.registry, request);
    if (!permits(allowed, request.identity)) {
      throw new Problem(403, 'wrong_role', 'This address is for another role than the one signed in.');
    }
    return true;
  }
}

/** @throws {Problem} 401 when nobody, or nobody known, is behind the request. */
export function authenticate(registry: Registry, request: Pick<FastifyRequest, 'headers'>): Identity {
  const secret = secretOf(request);
  const identity = secret === undefined ? undefined : registry.authenticate(secret);
  if (identity) return identity;
  const headers = { 'www-authenticate': 'Bearer realm="waymark"' };
  throw secret === undefined
    ? new Problem(401, 'not_signed_in', 'Send Authorization: Bearer with your key or token.', { headers })
    : new Problem(401, 'unknown_credential', 'This key or token is not known, or was revoked.', { headers });
}

function secretOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const cookie = (headers.cookie ?? '').split(/; */).find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return cookie?.slice(SESSION_COOKIE.length + 1);
}

function permits(allowed: Allowed, identity: Identity): boolean {
  if (allowed.kind === 'provider') return identity.kind === 'provider';
  return identity.kind === 'user' && (allowed.roles.length === 0 || allowed.roles.includes(identity.role));
}

/** For providers' systems only. */
export const RequireProvider = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ALLOWED, { kind: 'provider' } satisfies Allowed), UseGuards(AuthGuard));

/** For signed-in people with one of the roles; none named = any person. */
export const RequireUser = (...roles: UserRole[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ALLOWED, { kind: 'user', roles } satisfies Allowed), UseGuards(AuthGuard));

/** The identity that {@link AuthGuard} found. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!identity) throw new Error('CurrentIdentity used on a route without a guard');
  return identity;
});
