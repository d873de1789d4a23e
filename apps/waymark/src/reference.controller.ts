import { Controller, Get, HttpCode, Inject, Module, Post, Req, type DynamicModule } from '@nestjs/common';
import { PACKED_BYTES_MAX, PostcodeTable } from '@waymark/areas';
import type { EventLog } from '@waymark/event-log';
import { Problem, readBody, readJson, refuseOtherParameters, RequireUser } from '@waymark/service';
import { WarehouseFault, type Warehouse } from '@waymark/warehouse';
import type { FastifyRequest } from 'fastify';
import { appendPostcodes, loadedPostcodes } from './postcode-directories.js';
import { appendEdition, loadedEditions } from './reference-editions.js';
import {
  sentEdition,
  type Appended,
  type LoadedEditions,
  type PostcodesLoaded,
} from './reference-openapi.js';

/** Reference editions and directories of postcodes, for operators. */
export class ReferenceParts {
  constructor(
    readonly log: EventLog,
    readonly warehouse: Warehouse,
  ) {}
}

/** All of England takes 4 MB. */
const EDITION_BYTES_MAX = 16 * 1024 * 1024;

@Controller('api/v1/admin/reference')
@RequireUser('admin')
export class ReferenceController {
  constructor(@Inject(ReferenceParts) private readonly parts: ReferenceParts) {}

  @Get()
  list(@Req() request: FastifyRequest): Promise<LoadedEditions> {
    refuseOtherParameters(request);
    return answered(() => loadedEditions(this.parts.warehouse));
  }

  @Post()
  @HttpCode(202)
  async load(@Req() request: FastifyRequest): Promise<Appended> {
    refuseOtherParameters(request);
    const edition = sentEdition.safeParse(await readJson(request, undefined, EDITION_BYTES_MAX));
    if (!edition.success)
      throw new Problem(400, 'invalid_body', 'Send an edition as /openapi.json describes it.');
    return answered(() => appendEdition(this.parts, edition.data));
  }

  @Get('postcodes')
  postcodes(@Req() request: FastifyRequest): Promise<PostcodesLoaded> {
    refuseOtherParameters(request);
    return loadedPostcodes(this.parts.log);
  }

  @Post('postcodes')
  @HttpCode(202)
  async loadPostcodes(@Req() request: FastifyRequest): Promise<Appended> {
    refuseOtherParameters(request);
    const table = PostcodeTable.unpack(await readBody(request, PACKED_BYTES_MAX));
    if (!table)
      throw new Problem(400, 'invalid_body', 'Send a table as waymark reference load makes it, whole.');
    return appendPostcodes(this.parts.log, table);
  }
}

/** Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class ReferenceModule {
  static register(log: EventLog, warehouse: Warehouse): DynamicModule {
    return {
      module: ReferenceModule,
      controllers: [ReferenceController],
      providers: [{ provide: ReferenceParts, useValue: new ReferenceParts(log, warehouse) }],
    };
  }
}

/** @throws {Problem} 503 when the warehouse does not answer. */
async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof WarehouseFault && fault.retryable)) throw fault;
    const detail = 'The tables do not answer now; nothing was loaded. Ask again.';
    throw new Problem(503, 'warehouse_unavailable', detail, { headers: { 'retry-after': '5' } });
  }
}
