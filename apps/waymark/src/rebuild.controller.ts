import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Module,
  Post,
  Req,
  type DynamicModule,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Rebuilds, type RebuildState } from '@waymark/processor';
import { Problem, readJson, refuseOtherParameters, RequireUser } from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const asked = z.strictObject({ verify: z.boolean().default(false) });

/** Rebuilds of the tables, in the process that projects. */
@Controller('api/v1/admin/rebuild')
@RequireUser('admin')
export class RebuildController implements OnModuleDestroy {
  constructor(@Inject(Rebuilds) private readonly rebuilds: Rebuilds) {}

  /** Before the warehouse is closed. */
  async onModuleDestroy(): Promise<void> {
    await this.rebuilds.stop();
  }

  @Post()
  @HttpCode(202)
  async begin(@Req() request: FastifyRequest): Promise<RebuildState> {
    refuseOtherParameters(request);
    const body = asked.safeParse(await readJson(request, {}));
    if (!body.success) throw new Problem(400, 'invalid_body', 'Send {} or {"verify": true}.');
    if (!this.rebuilds.begin(body.data.verify))
      throw new Problem(
        409,
        'rebuild_under_way',
        'A rebuild is under way in this process; GET tells how far it is.',
      );
    return this.rebuilds.state();
  }

  @Get()
  state(@Req() request: FastifyRequest): RebuildState {
    refuseOtherParameters(request);
    return this.rebuilds.state();
  }
}

/** Operating the tables from outside. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class RebuildModule {
  static register(rebuilds: Rebuilds): DynamicModule {
    return {
      module: RebuildModule,
      controllers: [RebuildController],
      providers: [{ provide: Rebuilds, useValue: rebuilds }],
    };
  }
}
