import { Controller, Get, Param } from '@nestjs/common';
import { EVENT_TYPES, eventTypeOf, jsonSchemaOf, shortTypeName } from '@waymark/events';
import { Problem } from '@waymark/service';

/** JSON Schemas of the events, open to everyone: they hold no data. */
@Controller('v1/schemas')
export class SchemasController {
  @Get()
  list(): { types: { type: string; schema: string }[] } {
    return { types: EVENT_TYPES.map((type) => ({ type, schema: `/v1/schemas/${shortTypeName(type)}` })) };
  }

  @Get(':type')
  one(@Param('type') name: string): Record<string, unknown> {
    const type = eventTypeOf(name);
    if (!type) throw new Problem(404, 'unknown_type', 'No event type has this name; /v1/schemas lists them.');
    return jsonSchemaOf(type);
  }
}
