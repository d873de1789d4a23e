import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { CurrentIdentity, refuseOtherParameters, RequireProvider } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InFlight, likelyBytesOf } from './in-flight.js';
import { readPush } from './parse-push.js';
import { statusOf, type PushAnswer } from './push-answer.js';
import { Push } from './push.js';
import { RateLimit } from './rate-limit.js';
import { senderId, type Sender } from './senders.js';

/** The push of CloudEvents. Who calls is known, and whether too often or too much, before a byte of the body is read. */
@Controller('v1')
@RequireProvider({ suppliers: true, persons: true })
export class EventsController {
  constructor(
    @Inject(Push) private readonly push: Push,
    @Inject(RateLimit) private readonly rateLimit: RateLimit,
    @Inject(InFlight) private readonly inFlight: InFlight,
  ) {}

  @Post('events')
  async receive(
    @CurrentIdentity() sender: Sender,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer> {
    const answer = await this.holding(sender, request, (events) => this.push.push(sender, events));
    void reply.status(statusOf(answer));
    if (sender.test) void reply.header('waymark-test', 'nothing-stored');
    return answer;
  }

  // Two colons: the router takes one as the start of a parameter.
  @Post('events::validate')
  async validate(
    @CurrentIdentity() sender: Sender,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer> {
    const answer = await this.holding(sender, request, (events) => this.push.validate(sender, events));
    const status = statusOf(answer);
    // Nothing was accepted for anything: 202 would promise what does not happen.
    void reply.status(status === 202 ? 200 : status);
    return answer;
  }

  /** Does the work with the events of the request, which count as held until it is done. */
  private async holding(
    sender: Sender,
    request: FastifyRequest,
    work: (events: unknown[]) => PushAnswer | Promise<PushAnswer>,
  ): Promise<PushAnswer> {
    this.rateLimit.take(senderId(sender));
    refuseOtherParameters(request);
    let held = 0;
    const hold = this.inFlight.reserve(senderId(sender), likelyBytesOf(request));
    try {
      const events = await readPush(request, (bytes) => hold.growTo((held = bytes)));
      hold.shrinkTo(held);
      return await work(events);
    } finally {
      hold.release();
    }
  }
}
