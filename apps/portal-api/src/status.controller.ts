import { Controller, Get, Inject, Req } from '@nestjs/common';
import { refuseOtherParameters, RequireUser } from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import type { StatusAnswer } from './schemas.js';
import { STATUS, type StatusNow } from './status.js';

/** How fresh the data is. */
@Controller('api/v1/status')
@RequireUser()
export class StatusController {
  constructor(@Inject(STATUS) private readonly status: () => Promise<StatusNow>) {}

  @Get()
  async now(@Req() request: FastifyRequest): Promise<StatusAnswer> {
    refuseOtherParameters(request);
    const { shownUpTo, ...state } = await this.status();
    return { ...state, shownUpTo: shownUpTo < 0 ? null : new Date(shownUpTo).toISOString() };
  }
}
