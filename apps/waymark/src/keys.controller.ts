import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Module,
  Param,
  Post,
  Put,
  Req,
  type DynamicModule,
} from '@nestjs/common';
import type { EventLog } from '@waymark/event-log';
import {
  CurrentIdentity,
  KeyChanges,
  Problem,
  readJson,
  refuseOtherParameters,
  Registry,
  RequireUser,
  type Actor,
  type IssuedKey,
  type KeyTold,
  type SupplierEntity,
  type UserIdentity,
} from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  idInPath,
  newKey,
  providerSettings,
  supplierSettings,
  type ProviderKeysTold,
  type ProvidersTold,
  type SuppliersTold,
} from './keys-openapi.js';

type ProviderTold = ProvidersTold['providers'][number];

const actor = ({ name, role }: UserIdentity): Actor => ({ who: name, role });

/** A provider's keys, for its own people and for operators. */
@Controller('api/v1/providers/:id/keys')
@RequireUser('provider', 'admin')
export class ProviderKeysController {
  constructor(
    @Inject(KeyChanges) private readonly changes: KeyChanges,
    @Inject(Registry) private readonly registry: Registry,
  ) {}

  @Get()
  list(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): ProviderKeysTold {
    const keys = this.changes.list(ownerOf(person, id, request));
    const serving = this.registry.suppliers().filter(({ providers }) => providers.includes(id));
    const suppliers = serving.map((supplier) => ({ id: supplier.id, name: supplier.name }));
    return { keys, suppliers, sourcePrefixes: [...(this.registry.provider(id)?.sourcePrefixes ?? [])] };
  }

  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async issue(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKey> {
    const owner = ownerOf(person, id, request);
    return this.changes.issue(actor(person), owner, await bodyOf(request, newKey, {}));
  }

  @Delete(':key')
  @HttpCode(204)
  async revoke(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') id: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.changes.revoke(actor(person), ownerOf(person, id, request), key);
  }
}

/** Providers and suppliers, and the suppliers' keys, for operators. */
@Controller('api/v1/admin')
@RequireUser('admin')
export class AdminKeysController {
  constructor(
    @Inject(KeyChanges) private readonly changes: KeyChanges,
    @Inject(Registry) private readonly registry: Registry,
  ) {}

  @Get('providers')
  providers(@Req() request: FastifyRequest): ProvidersTold {
    refuseOtherParameters(request);
    return { providers: this.registry.providers().map(({ keys: _, ...provider }) => provider) };
  }

  @Put('providers/:id')
  async setProvider(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<ProviderTold> {
    refuseOtherParameters(request);
    const provider = { id: checkedId(id), ...(await bodyOf(request, providerSettings)) };
    await this.changes.setProvider(actor(person), provider);
    return provider;
  }

  @Get('suppliers')
  suppliers(@Req() request: FastifyRequest): SuppliersTold {
    refuseOtherParameters(request);
    return { suppliers: this.registry.suppliers() };
  }

  @Put('suppliers/:id')
  async setSupplier(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<SupplierEntity> {
    refuseOtherParameters(request);
    const supplier = { id: checkedId(id), ...(await bodyOf(request, supplierSettings)) };
    await this.changes.setSupplier(actor(person), supplier);
    return supplier;
  }

  @Get('suppliers/:id/keys')
  keys(@Param('id') supplier: string, @Req() request: FastifyRequest): { keys: KeyTold[] } {
    refuseOtherParameters(request);
    return { keys: this.changes.list({ supplier }) };
  }

  @Post('suppliers/:id/keys')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async issue(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') supplier: string,
    @Req() request: FastifyRequest,
  ): Promise<IssuedKey> {
    refuseOtherParameters(request);
    return this.changes.issue(actor(person), { supplier }, await bodyOf(request, newKey, {}));
  }

  @Delete('suppliers/:id/keys/:key')
  @HttpCode(204)
  async revoke(
    @CurrentIdentity() person: UserIdentity,
    @Param('id') supplier: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    refuseOtherParameters(request);
    await this.changes.revoke(actor(person), { supplier }, key);
  }
}

/** Keys from outside. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class KeysModule {
  static register(registry: Registry, log: EventLog): DynamicModule {
    return {
      module: KeysModule,
      controllers: [ProviderKeysController, AdminKeysController],
      providers: [{ provide: KeyChanges, useValue: new KeyChanges(registry, log) }],
    };
  }
}

/** @throws {Problem} 403 outside_scope, whether or not there is such a provider. */
function ownerOf({ role, scope }: UserIdentity, id: string, request: FastifyRequest): { provider: string } {
  refuseOtherParameters(request);
  if (role === 'admin' || scope.includes(id)) return { provider: id };
  throw new Problem(403, 'outside_scope', 'You see and change the keys of your own service.');
}

function checkedId(id: string): string {
  if (idInPath.safeParse(id).success) return id;
  throw new Problem(400, 'invalid_id', 'An id is 1-63 lower-case letters, digits and hyphens.');
}

/** @throws {Problem} 400 invalid_body, with where and what was expected. */
async function bodyOf<T>(request: FastifyRequest, schema: z.ZodType<T>, ifEmpty?: object): Promise<T> {
  const body = schema.safeParse(await readJson(request, ifEmpty));
  if (body.success) return body.data;
  const [issue] = body.error.issues;
  const pointer = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
  throw new Problem(400, 'invalid_body', `Not such a body: ${expectation(issue)}.`, { pointer });
}

/** What was expected; the names of members that nobody knows are the caller's. */
function expectation(issue: z.core.$ZodIssue | undefined): string {
  return issue === undefined || issue.code === 'unrecognized_keys'
    ? 'it has a member that is not known'
    : issue.message;
}
