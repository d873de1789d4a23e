import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  type OnModuleDestroy,
} from '@nestjs/common';
import { containsNhsNumber } from '@waymark/events';
import { correctionsCsv } from '@waymark/provider-formats';
import {
  CurrentIdentity,
  preferredType,
  Problem,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MEDIA_TYPES } from './file-rows.js';
import { Imports, type ImportAnswer, type ImportRequest } from './imports.js';
import { IncomingFiles } from './incoming-file.js';
import { Previews, type PreviewAnswer } from './preview.js';
import { textWorkbook } from './text-workbook.js';

/** What a preview is answered in, the default first. */
const PREVIEWED = { json: 'application/json', ...MEDIA_TYPES };
/** Writing a workbook holds everyone else up. */
const WORKBOOK_ROWS_MAX = 5_000;

/** Exports as CSV or workbooks: what would become of their rows, and the taking of them. */
@Controller('v1')
@RequireProvider({ persons: true })
export class ImportsController implements OnModuleDestroy {
  constructor(
    @Inject(Imports) private readonly imports: Imports,
    @Inject(Previews) private readonly previews: Previews,
    @Inject(IncomingFiles) private readonly files: IncomingFiles,
  ) {}

  /** Before the server closes: it would wait for every upload to end. */
  async onModuleDestroy(): Promise<void> {
    await this.imports.stop();
  }

  @Post('imports')
  @HttpCode(200)
  async run(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<ImportAnswer> {
    return this.files.take(provider, request, ({ kind, body, weigh }) =>
      this.imports.run(provider, { ...importRequest(request), kind, weigh }, body),
    );
  }

  // Two colons: the router takes one as the start of a parameter.
  @Post('imports::preview')
  @HttpCode(200)
  async preview(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreviewAnswer | string | Buffer> {
    // It holds cells of the file, which are its sender's alone.
    void reply.header('cache-control', 'no-store');
    return this.files.take(provider, request, async ({ kind, watched: body, weigh }) => {
      refuseOtherParameters(request, ['profile']);
      const looked = { profile: profileAsked(request), kind, body, weigh };
      const as = preferredType(request.headers.accept, PREVIEWED);
      if (as === 'json') return this.previews.look(provider, looked);
      const { rows, sheet } = await this.previews.refused(
        provider,
        looked,
        as === 'xlsx' ? WORKBOOK_ROWS_MAX : undefined,
      );
      void reply
        .header('content-type', as === 'csv' ? `${MEDIA_TYPES.csv}; charset=utf-8` : MEDIA_TYPES.xlsx)
        .header('content-disposition', `attachment; filename="to-correct.${as}"`);
      return as === 'csv' ? correctionsCsv(rows) : textWorkbook([{ name: sheet, rows }]);
    });
  }

  @Get('imports/:id')
  find(
    @CurrentIdentity() provider: ProviderIdentity,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): ImportAnswer {
    refuseOtherParameters(request);
    const found = this.imports.find(provider.providerId, id);
    if (!found) throw new Problem(404, 'unknown_import', 'No import of yours has this id.');
    return found;
  }
}

function importRequest(request: FastifyRequest): ImportRequest {
  refuseOtherParameters(request, ['profile', 'id', 'dryRun']);
  const profile = profileAsked(request);
  const { id, dryRun = 'false' } = request.query as Record<string, unknown>;
  if (dryRun !== 'true' && dryRun !== 'false')
    throw new Problem(400, 'invalid_parameter', 'dryRun is true or false.');
  if (id === undefined && dryRun === 'true') return { profile, id: 'dry-run', dryRun: true };
  if (typeof id !== 'string' || !/^[A-Za-z0-9._:-]{1,128}$/.test(id) || containsNhsNumber(id)) {
    throw new Problem(400, 'invalid_parameter', 'id names the job: 1-128 of A-Z a-z 0-9 . _ : -');
  }
  return { profile, id, dryRun: dryRun === 'true' };
}

function profileAsked({ query }: FastifyRequest): string {
  const { profile } = query as Record<string, unknown>;
  if (typeof profile === 'string' && profile !== '') return profile;
  throw new Problem(400, 'missing_parameter', 'profile names the profile to read the file by.');
}
