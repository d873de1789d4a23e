import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { EVERY_MEASURE, type AnyMeasure } from '@waymark/measures';
import { CurrentIdentity, refuseOtherParameters, RequireUser, type UserIdentity } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataCalls } from '../data-calls.js';
import { anyMeasureCall } from './any-measure-call.js';

/** The measures: what there is to ask, and the answers. */
@Controller('api/v1/measures')
export class MeasuresController {
  constructor(@Inject(DataCalls) private readonly calls: DataCalls) {}

  /** The registry: definitions, no data. */
  @Get()
  @RequireUser()
  list(@Req() request: FastifyRequest): { measures: readonly AnyMeasure[] } {
    refuseOtherParameters(request);
    return { measures: EVERY_MEASURE };
  }

  @Get(':id')
  @RequireUser('provider', 'icb_analyst', 'researcher', 'controller')
  async one(
    @Param('id') id: string,
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, (asking) => anyMeasureCall(id, asking));
  }
}
