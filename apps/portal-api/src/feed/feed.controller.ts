import { Controller, Get, Inject, Req } from '@nestjs/common';
import {
  CurrentIdentity,
  Problem,
  refuseOtherParameters,
  RequireProvider,
  RequireUser,
  type ProviderIdentity,
  type UserIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { AuditTrail } from '../audit.js';
import { Feed } from './feed.js';
import type { FeedAnswer } from './feed.schemas.js';

/** A provider's own feed, for its programs. */
@Controller('v1/feed')
@RequireProvider({ live: true })
export class ProviderFeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  @Get()
  async own(
    @CurrentIdentity() { providerId, keyId }: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<FeedAnswer> {
    refuseOtherParameters(request);
    const answer = await this.feed.of(providerId);
    await this.audit.recordFeed({ who: keyId, role: 'key' }, providerId, answer);
    return answer;
  }
}

/** The same for a person of the provider. */
@Controller('api/v1/feed')
@RequireUser('provider')
export class PersonFeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  @Get()
  async own(@CurrentIdentity() person: UserIdentity, @Req() request: FastifyRequest): Promise<FeedAnswer> {
    refuseOtherParameters(request, ['provider']);
    const provider = ownProvider(person, (request.query as { provider?: unknown }).provider);
    const answer = await this.feed.of(provider);
    await this.audit.recordFeed({ who: person.name, role: person.role }, provider, answer);
    return answer;
  }
}

/** Which of the person's services is meant. @throws {Problem} 403 outside_scope; 400 where several are theirs and none is named. */
export function ownProvider({ scope }: UserIdentity, asked: unknown): string {
  if (asked === undefined && scope.length === 1 && scope[0] !== undefined) return scope[0];
  if (asked === undefined && scope.length > 1)
    throw new Problem(400, 'missing_parameter', 'provider names which of your services is meant.', {
      parameter: 'provider',
    });
  if (typeof asked === 'string' && scope.includes(asked)) return asked;
  throw new Problem(403, 'outside_scope', 'You see the feed of your own service.');
}
