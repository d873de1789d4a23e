import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Req,
  type OnModuleDestroy,
} from '@nestjs/common';
import { containsNhsNumber } from '@waymark/events';
import {
  bodyStream,
  CurrentIdentity,
  Problem,
  readBody,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { IMPORT_BYTES, InFlight, type Hold } from '../in-flight.js';
import { RateLimit } from '../rate-limit.js';
import { MEDIA_TYPES, type FileKind } from './file-rows.js';
import type { StoredProfile } from './import-job.js';
import { Imports, type ImportAnswer, type ImportRequest } from './imports.js';

const PROFILE_BYTES_MAX = 64 * 1024;

/** Exports as CSV or workbooks, and the profiles that say how they are to be read. */
@Controller('v1')
@RequireProvider()
export class ImportsController implements OnModuleDestroy {
  constructor(
    @Inject(Imports) private readonly imports: Imports,
    @Inject(RateLimit) private readonly rateLimit: RateLimit,
    @Inject(InFlight) private readonly inFlight: InFlight,
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
    this.rateLimit.take(provider.providerId);
    const kind = kindOf(request.headers['content-type']);
    const asked = { ...importRequest(request), kind };
    const hold = this.inFlight.reserve(provider.providerId, IMPORT_BYTES);
    const body = kind === 'csv' ? bodyStream(request) : weighed(bodyStream(request), hold);
    try {
      return await this.imports.run(provider, asked, body);
    } finally {
      hold.release();
    }
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

  @Put('profiles/:name')
  async putProfile(
    @CurrentIdentity() provider: ProviderIdentity,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): Promise<Omit<StoredProfile, 'provider'>> {
    refuseOtherParameters(request);
    const text = utf8(await readBody(request, PROFILE_BYTES_MAX));
    const { provider: _, ...stored } = await this.imports.putProfile(provider, name, text);
    return stored;
  }

  @Get('profiles/:name')
  profile(
    @CurrentIdentity() provider: ProviderIdentity,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): Omit<StoredProfile, 'provider'> {
    refuseOtherParameters(request);
    const stored = this.imports.profile(provider.providerId, name);
    if (!stored) throw new Problem(404, 'unknown_profile', 'No profile of this name is stored for you.');
    const { provider: _, ...rest } = stored;
    return rest;
  }
}

function importRequest(request: FastifyRequest): ImportRequest {
  refuseOtherParameters(request, ['profile', 'id', 'dryRun']);
  const { profile, id, dryRun = 'false' } = request.query as Record<string, unknown>;
  if (typeof profile !== 'string' || profile === '')
    throw new Problem(400, 'missing_parameter', 'profile names the profile to read the file by.');
  if (dryRun !== 'true' && dryRun !== 'false')
    throw new Problem(400, 'invalid_parameter', 'dryRun is true or false.');
  if (id === undefined && dryRun === 'true') return { profile, id: 'dry-run', dryRun: true };
  if (typeof id !== 'string' || !/^[A-Za-z0-9._:-]{1,128}$/.test(id) || containsNhsNumber(id)) {
    throw new Problem(400, 'invalid_parameter', 'id names the job: 1-128 of A-Z a-z 0-9 . _ : -');
  }
  return { profile, id, dryRun: dryRun === 'true' };
}

/** The encoding is the profile's to say: an export's own charset is a guess of the program that wrote it. */
function kindOf(header: string | undefined): FileKind {
  const type = (header ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === MEDIA_TYPES.csv) return 'csv';
  if (type === MEDIA_TYPES.xlsx) return 'xlsx';
  const detail = `Send ${MEDIA_TYPES.csv}, or a workbook (.xlsx) as ${MEDIA_TYPES.xlsx}.`;
  throw new Problem(415, 'unsupported_media_type', detail);
}

/** A workbook is held as it came and, once more, as texts. */
async function* weighed(body: AsyncIterable<Buffer>, hold: Hold): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    hold.growTo(IMPORT_BYTES + 2 * bytes);
    yield chunk;
  }
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'invalid_utf8', 'The profile is not valid UTF-8.');
  }
}
