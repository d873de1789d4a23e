import { Controller, Get, Header, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import {
  CurrentIdentity,
  entityId,
  Problem,
  readBody,
  refuseOtherParameters,
  RequireProvider,
  type ProviderIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { guessFile, type GuessAnswer } from './guesses.js';
import type { StoredProfile } from './import-job.js';
import { IncomingFiles } from './incoming-file.js';
import { Profiles, type ProfileTold } from './profiles.js';

const PROFILE_BYTES_MAX = 64 * 1024;

/** The profiles that say how exports are to be read, and a guess of one. */
@Controller('v1')
@RequireProvider({ persons: true })
export class ProfilesController {
  constructor(
    @Inject(Profiles) private readonly profiles: Profiles,
    @Inject(IncomingFiles) private readonly files: IncomingFiles,
  ) {}

  @Get('profiles')
  list(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): { profiles: ProfileTold[] } {
    refuseOtherParameters(request);
    return { profiles: this.profiles.list(provider.providerId) };
  }

  @Put('profiles/:name')
  async put(
    @CurrentIdentity() provider: ProviderIdentity,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): Promise<Omit<StoredProfile, 'provider'>> {
    refuseOtherParameters(request);
    const text = utf8(await readBody(request, PROFILE_BYTES_MAX));
    return shown(await this.profiles.put(provider, name, text));
  }

  @Get('profiles/:name')
  find(
    @CurrentIdentity() provider: ProviderIdentity,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): Omit<StoredProfile, 'provider'> {
    refuseOtherParameters(request);
    return shown(this.profiles.find(provider.providerId, name));
  }

  // Two colons: the router takes one as the start of a parameter.
  @Post('profiles::guess')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async guess(
    @CurrentIdentity() provider: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<GuessAnswer> {
    return this.files.take(provider, request, async ({ kind, watched }) => {
      const name = nameAsked(request);
      return guessFile(watched, kind, { name, activityProvider: provider.providerId });
    });
  }
}

const shown = ({ provider: _, ...rest }: StoredProfile): Omit<StoredProfile, 'provider'> => rest;

function nameAsked(request: FastifyRequest): string {
  refuseOtherParameters(request, ['name']);
  const name = entityId.safeParse((request.query as Record<string, unknown>)['name']);
  if (name.success) return name.data;
  const detail = 'name is what the profile will be called: lower-case letters, digits and hyphens.';
  throw new Problem(400, 'invalid_parameter', detail);
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, 'invalid_utf8', 'The profile is not valid UTF-8.');
  }
}
