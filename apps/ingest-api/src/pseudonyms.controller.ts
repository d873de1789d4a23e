import { Controller, Header, HttpCode, Inject, Post, Req } from '@nestjs/common';
import {
  BODY_LIMIT_BYTES,
  CurrentIdentity,
  readBody,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { InFlight, likelyBytesOf } from './in-flight.js';
import { decode, parseJson } from './parse-push.js';
import { OwnPseudonyms, type PseudonymsAnswer } from './pseudonyms.js';
import { RateLimit } from './rate-limit.js';

/** What own client numbers become on arrival. They travel in the body alone, and are bounded as a push is. */
@Controller('v1')
@RequireProvider({ persons: true })
export class PseudonymsController {
  constructor(
    @Inject(OwnPseudonyms) private readonly pseudonyms: OwnPseudonyms,
    @Inject(RateLimit) private readonly rateLimit: RateLimit,
    @Inject(InFlight) private readonly inFlight: InFlight,
  ) {}

  @Post('pseudonyms')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async tell(
    @CurrentIdentity() { providerId }: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<PseudonymsAnswer> {
    this.rateLimit.take(providerId);
    refuseOtherParameters(request);
    const hold = this.inFlight.reserve(providerId, likelyBytesOf(request));
    try {
      const body = await readBody(request, BODY_LIMIT_BYTES, { onBytes: (bytes) => hold.growTo(bytes) });
      return this.pseudonyms.of(providerId, parseJson(decode(body)));
    } finally {
      hold.release();
    }
  }
}
