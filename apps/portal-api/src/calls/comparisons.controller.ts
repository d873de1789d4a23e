import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { CurrentIdentity, RequireUser, type UserIdentity } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataCalls } from '../data-calls.js';
import { compareCall } from './compare-call.js';
import { feedsCall } from './feeds-call.js';
import { funnelCall } from './funnel-call.js';
import { inequalityCall } from './inequality-call.js';
import { pathwayCall } from './pathway-call.js';
import { spcCall } from './spc-call.js';

/** Calls that set the counts of a measure side by side: over time, between units, groups and stages, and by feed. */
@Controller('api/v1')
@RequireUser('provider', 'icb_analyst', 'researcher', 'controller')
export class ComparisonsController {
  constructor(@Inject(DataCalls) private readonly calls: DataCalls) {}

  @Get('spc')
  async spc(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, spcCall);
  }

  @Get('funnel')
  async funnel(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, funnelCall);
  }

  @Get('inequality')
  async inequality(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, inequalityCall);
  }

  @Get('pathway')
  async pathway(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, pathwayCall);
  }

  @Get('compare')
  async compare(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, compareCall);
  }

  @Get('feeds')
  async feeds(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, feedsCall);
  }
}
