import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { CurrentIdentity, refuseOtherParameters, RequireUser, type UserIdentity } from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { AuditTrail } from '../audit.js';
import { ownProvider } from './feed.controller.js';
import { AtRisk } from './feed-at-risk.js';
import type { AtRiskAnswer } from './feed-at-risk.schemas.js';

/** People who may be about to stop, for the staff of their own provider and for nobody else, programs included. */
@Controller('api/v1/feed/at-risk')
@RequireUser('provider')
export class AtRiskController {
  constructor(
    @Inject(AtRisk) private readonly atRisk: AtRisk,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async own(@CurrentIdentity() person: UserIdentity, @Req() request: FastifyRequest): Promise<AtRiskAnswer> {
    refuseOtherParameters(request, ['provider']);
    const provider = ownProvider(person, (request.query as { provider?: unknown }).provider);
    const answer = await this.atRisk.of(provider);
    const look = { asOf: answer.asOf, rows: answer.listed.length };
    await this.audit.recordFeed({ who: person.name, role: person.role }, provider, look, 'feed/at-risk');
    return answer;
  }
}
