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
import type { Identity, ProviderIdentity, SupplierIdentity, UserIdentity, UserRole } from './identity.js';
import { Problem } from './problem.js';
import { Registry } from './registry.js';

const ALLOWED = 'waymark:allowed';
export const SESSION_COOKIE = 'waymark_session';

type AuthenticatedRequest = FastifyRequest & { identity?: Identity };
type Allowed = ({ kind: 'provider' } & ForProviders) | { kind: 'user'; roles: readonly UserRole[] };

/** Who may call an address of providers, and with what. */
export interface ForProviders {
  /** A signed-in person of a provider may call, too, and then acts as a live key of theirs would. */
  persons?: boolean;
  /** Only keys that are not for tests: it shows or changes what is stored. */
  live?: boolean;
  /** A supplier's key need not say for whom it acts: what it sends tells. */
  suppliers?: boolean;
}

/** By which a supplier says for which of its providers it acts. */
export const ACTING_FOR = 'waymark-provider';

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
    const identity = authenticate(this.registry, request);
    if (!permits(allowed, identity))
      throw new Problem(403, 'wrong_role', 'This address is for another role than the one signed in.');
    request.identity = identity;
    if (allowed.kind === 'provider') {
      const sender = identity.kind === 'user' ? senderBehind(identity, this.registry) : identity;
      if (allowed.live && sender.test) throw testKey();
      request.identity = actingFor(sender, request, allowed);
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
  if (allowed.kind === 'provider')
    return identity.kind !== 'user' || (allowed.persons === true && identity.role === 'provider');
  return identity.kind === 'user' && (allowed.roles.length === 0 || allowed.roles.includes(identity.role));
}

/**
 * What a person sends as: their provider, or of several as a supplier that serves them. Another site cannot make a browser do it: the
 * cookie is SameSite=Strict.
 * @throws {Problem} 403 outside_scope, when none of the person's providers is there.
 */
function senderBehind(
  { name, scope }: UserIdentity,
  registry: Registry,
): ProviderIdentity | SupplierIdentity {
  const keyId = `person:${name}`;
  const serves = scope.flatMap((id): ProviderIdentity[] => {
    const provider = registry.provider(id);
    return provider
      ? [{ kind: 'provider', providerId: id, keyId, sourcePrefixes: provider.sourcePrefixes }]
      : [];
  });
  const [only] = serves;
  if (!only) throw new Problem(403, 'outside_scope', 'You are signed in for no provider that there is.');
  return serves.length === 1 ? only : { kind: 'supplier', supplierId: keyId, keyId, serves };
}

/**
 * The provider that a key or person acts for: its own, or of several the one that the header names.
 * @throws {Problem} 403 not_served; 400 provider_needed.
 */
function actingFor(
  identity: ProviderIdentity | SupplierIdentity,
  { headers }: Pick<FastifyRequest, 'headers'>,
  { suppliers }: ForProviders,
): ProviderIdentity | SupplierIdentity {
  const named = headers[ACTING_FOR];
  if (named !== undefined) {
    const served = identity.kind === 'provider' ? [identity] : identity.serves;
    const found = served.find(({ providerId }) => providerId === named);
    if (found) return found;
    throw new Problem(403, 'not_served', 'You do not act for the provider in Waymark-Provider.');
  }
  if (identity.kind === 'provider' || suppliers) return identity;
  const detail = 'You act for several providers: name one in the header Waymark-Provider.';
  throw new Problem(400, 'provider_needed', detail);
}

function testKey(): Problem {
  const detail = 'A test key stores nothing, so there is nothing of it here. Use a live key.';
  return new Problem(403, 'test_key', detail);
}

/** For providers' systems only. */
export const RequireProvider = (takes: ForProviders = {}): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ALLOWED, { kind: 'provider', ...takes } satisfies Allowed),
    UseGuards(AuthGuard),
  );

/** For signed-in people with one of the roles; none named = any person. */
export const RequireUser = (...roles: UserRole[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ALLOWED, { kind: 'user', roles } satisfies Allowed), UseGuards(AuthGuard));

/** The identity that {@link AuthGuard} found. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!identity) throw new Error('CurrentIdentity used on a route without a guard');
  return identity;
});
