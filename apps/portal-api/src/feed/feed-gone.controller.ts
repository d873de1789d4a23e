import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import {
  CurrentIdentity,
  Problem,
  refuseOtherParameters,
  RequireUser,
  type UserIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { AuditTrail } from '../audit.js';
import { ownProvider } from './feed.controller.js';
import { Gone } from './feed-gone.js';
import type { GoneAnswer } from './feed-gone.schemas.js';

/** Rows that are gone from a file which holds every row there is, for a person to say whether they are to be voided. */
@Controller('api/v1/feed/gone')
@RequireUser('provider')
export class GoneController {
  constructor(
    @Inject(Gone) private readonly gone: Gone,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async own(@CurrentIdentity() person: UserIdentity, @Req() request: FastifyRequest): Promise<GoneAnswer> {
    refuseOtherParameters(request, ['profile', 'provider']);
    const { profile, provider: asked } = request.query as { profile?: unknown; provider?: unknown };
    const provider = ownProvider(person, asked);
    if (typeof profile !== 'string' || profile === '')
      throw new Problem(400, 'missing_parameter', 'profile names the profile of the files.');
    const answer = await this.gone.of(provider, profile);
    const look = { asOf: answer.asOf, rows: answer.listed.length };
    await this.audit.recordFeed({ who: person.name, role: person.role }, provider, look, 'feed/gone');
    return answer;
  }
}
