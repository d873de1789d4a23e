import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import {
  CurrentIdentity,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InFlight, likelyBytesOf } from './in-flight.js';
import { readPush } from './parse-push.js';
import { statusOf, type PushAnswer } from './push-answer.js';
import { Push } from './push.js';
import { RateLimit } from './rate-limit.js';

/** The push of CloudEvents. Who calls is known, and whether too often or too much, before a byte of the body is read. */
@Controller('v1')
@RequireProvider()
export class EventsController {
  constructor(
    @Inject(Push) private readonly push: Push,
    @Inject(RateLimit) private readonly rateLimit: RateLimit,
    @Inject(InFlight) private readonly inFlight: InFlight,
  ) {}

  @Post('events')
  async receive(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer> {
    const answer = await this.holding(provider, request, (events) => this.push.push(provider, events));
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
    const answer = await this.holding(provider, request, (events) => this.push.validate(provider, events));
    const status = statusOf(answer);
    // Nothing was accepted for anything: 202 would promise what does not happen.
    void reply.status(status === 202 ? 200 : status);
    return answer;
  }

  /** Does the work with the events of the request, which count as held until it is done. */
  private async holding(
    provider: ProviderIdentity,
    request: FastifyRequest,
    work: (events: unknown[]) => PushAnswer | Promise<PushAnswer>,
  ): Promise<PushAnswer> {
    this.rateLimit.take(provider.providerId);
    refuseOtherParameters(request);
    let held = 0;
    const hold = this.inFlight.reserve(provider.providerId, likelyBytesOf(request));
    try {
      const events = await readPush(request, (bytes) => hold.growTo((held = bytes)));
      hold.shrinkTo(held);
      return await work(events);
    } finally {
      hold.release();
    }
  }
}
