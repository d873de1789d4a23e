import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { CurrentIdentity, RequireUser, type UserIdentity } from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataCalls } from '../data-calls.js';
import { disengagementCall } from './disengagement-call.js';
import { outcomesCall } from './outcomes-call.js';
import { retentionCall } from './retention-call.js';
import { supportCall } from './support-call.js';
import { survivalCall } from './survival-call.js';

/** What was done for people, how those who started stay, how they leave, and what changes for them. */
@Controller('api/v1')
@RequireUser('provider', 'icb_analyst', 'researcher', 'controller')
export class EngagementController {
  constructor(@Inject(DataCalls) private readonly calls: DataCalls) {}

  @Get('survival')
  async survival(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, survivalCall);
  }

  @Get('retention')
  async retention(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, retentionCall);
  }

  @Get('disengagement')
  async disengagement(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, disengagementCall);
  }

  @Get('support')
  async support(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, supportCall);
  }

  @Get('outcomes')
  async outcomes(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.calls.serve({ person, request, reply }, outcomesCall);
  }
}
