import { Controller, Get, Inject, Req } from '@nestjs/common';
import { BOARDS, REGIONS } from '@waymark/areas';
import {
  CurrentIdentity,
  refuseOtherParameters,
  Registry,
  RequireUser,
  type UserIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import type { AreasAnswer } from './schemas.js';

/** What codes in answers are called: boards and regions of both eras, and providers. */
@Controller('api/v1/areas')
@RequireUser()
export class AreasController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  list(@CurrentIdentity() person: UserIdentity, @Req() request: FastifyRequest): AreasAnswer {
    refuseOtherParameters(request);
    const isNamed = ({ id }: { id: string }): boolean =>
      person.role !== 'provider' || person.scope.includes(id);
    return {
      boards: BOARDS.map((board) => ({
        ...board,
        successors: [...board.successors],
        predecessors: [...board.predecessors],
      })),
      regions: Object.entries(REGIONS).map(([code, name]) => ({ code, name })),
      providers: this.registry
        .providers()
        .filter(isNamed)
        .map(({ id, name }) => ({ code: id, name })),
    };
  }
}
