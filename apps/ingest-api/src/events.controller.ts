import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { CurrentIdentity, readBody, RequireProvider, type ProviderIdentity } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parsePush } from './parse-push.js';
import { Push, statusOf, type PushAnswer } from './push.js';
import { RateLimit } from './rate-limit.js';

/** The push of CloudEvents. */
@Controller('v1')
@RequireProvider()
export class EventsController {
  constructor(
    @Inject(Push) private readonly push: Push,
    @Inject(RateLimit) private readonly rateLimit: RateLimit,
  ) {}

  @Post('events')
  async receive(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer> {
    this.rateLimit.take(provider.providerId);
    const answer = await this.push.push(provider, parsePush(request.headers, await readBody(request)));
    void reply.status(statusOf(answer));
    return answer;
  }

  // Two colons: the router takes one as the start of a parameter.
  @Post('events::validate')
  async validate(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer> {
    this.rateLimit.take(provider.providerId);
    const answer = this.push.validate(provider, parsePush(request.headers, await readBody(request)));
    const status = statusOf(answer);
    void reply.status(status === 202 ? 200 : status);
    return answer;
  }
}
