import { Controller, Get, Param, Req } from '@nestjs/common';
import { EVENT_TYPES, eventTypeOf, jsonSchemaOf, shortTypeName } from '@waymark/events';
import { Problem, refuseOtherParameters } from '@waymark/service';
import type { FastifyRequest } from 'fastify';

/** JSON Schemas of the events, open to everyone: they hold no data. */
@Controller('v1/schemas')
export class SchemasController {
  @Get()
  list(@Req() request: FastifyRequest): { types: { type: string; schema: string }[] } {
    refuseOtherParameters(request);
    return { types: EVENT_TYPES.map((type) => ({ type, schema: `/v1/schemas/${shortTypeName(type)}` })) };
  }

  @Get(':type')
  one(@Req() request: FastifyRequest, @Param('type') name: string): Record<string, unknown> {
    refuseOtherParameters(request);
    const type = eventTypeOf(name);
    if (!type) throw new Problem(404, 'unknown_type', 'No event type has this name; /v1/schemas lists them.');
    return jsonSchemaOf(type);
  }
}
