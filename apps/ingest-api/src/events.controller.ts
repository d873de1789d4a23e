import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import {
  CurrentIdentity,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readPush } from './parse-push.js';
import { statusOf, type PushAnswer } from './push-answer.js';
import { Push } from './push.js';
import { RateLimit } from './rate-limit.js';

/** The push of CloudEvents. Who calls is known, and whether too often, before a byte of the body is read. */
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
    const answer = await this.push.push(provider, await this.events(provider, request));
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
    const answer = this.push.validate(provider, await this.events(provider, request));
    const status = statusOf(answer);
    // Nothing was accepted for anything: 202 would promise what does not happen.
    void reply.status(status === 202 ? 200 : status);
    return answer;
  }

  private async events(provider: ProviderIdentity, request: FastifyRequest): Promise<unknown[]> {
    this.rateLimit.take(provider.providerId);
    refuseOtherParameters(request);
    return readPush(request);
  }
}
