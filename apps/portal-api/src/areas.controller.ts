import { Controller, Get, Req } from '@nestjs/common';
import { BOARDS, REGIONS, type Board } from '@waymark/areas';
import { refuseOtherParameters, RequireUser } from '@waymark/service';
import type { FastifyRequest } from 'fastify';

/** Boards and regions with their names and dates: both eras, so that every code in an answer has a name. */
@Controller('api/v1/areas')
@RequireUser()
export class AreasController {
  @Get()
  list(@Req() request: FastifyRequest): {
    boards: readonly Board[];
    regions: { code: string; name: string }[];
  } {
    refuseOtherParameters(request);
    return { boards: BOARDS, regions: Object.entries(REGIONS).map(([code, name]) => ({ code, name })) };
  }
}
