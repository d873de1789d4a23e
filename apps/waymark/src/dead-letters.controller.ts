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
import { DeadLetters, ReplayStopped, type LettersTold, type ReplayOutcome } from '@waymark/processor';
import {
  CurrentIdentity,
  Problem,
  readJson,
  refuseOtherParameters,
  RequireProvider,
  RequireUser,
  type ProviderIdentity,
} from '@waymark/service';
import { WarehouseFault, type LetterFilter } from '@waymark/warehouse';
import type { FastifyRequest } from 'fastify';
import { letterFilter, noFilter, toldLetters, type ToldLetters } from './dead-letters-openapi.js';

/** What every caller can do, with the letters that are theirs. */
class Letters {
  constructor(private readonly letters: DeadLetters) {}

  async list(filter: LetterFilter): Promise<ToldLetters> {
    return toldLetters(await answered(() => this.letters.list(filter)));
  }

  async replay(filter: LetterFilter): Promise<ReplayOutcome> {
    const outcome = await answered(() => this.letters.replay(filter));
    if (outcome) return outcome;
    throw new Problem(409, 'replay_under_way', 'A replay is under way in this process. Ask again.', {
      headers: { 'retry-after': '2' },
    });
  }
}

/** Dead letters of every provider, for operators. */
@Controller('api/v1/admin')
@RequireUser('admin')
export class AdminDeadLettersController implements OnModuleDestroy {
  private readonly told: Letters;

  constructor(@Inject(DeadLetters) private readonly letters: DeadLetters) {
    this.told = new Letters(letters);
  }

  /** Before the warehouse is closed. */
  async onModuleDestroy(): Promise<void> {
    await this.letters.stop();
  }

  @Get('dead-letters')
  async list(@Req() request: FastifyRequest): Promise<ToldLetters> {
    refuseOtherParameters(request, ['provider', 'code']);
    const filter = letterFilter.safeParse(request.query);
    if (!filter.success)
      throw new Problem(400, 'invalid_parameter', 'provider is a provider’s id, code that of a reason.');
    return this.told.list(filter.data as LetterFilter);
  }

  // Two colons: the router takes one as the start of a parameter.
  @Post('dead-letters::replay')
  @HttpCode(200)
  async replay(@Req() request: FastifyRequest): Promise<ReplayOutcome> {
    refuseOtherParameters(request);
    const filter = letterFilter.safeParse(await readJson(request, {}));
    if (!filter.success)
      throw new Problem(400, 'invalid_body', 'Send {} or {"provider": "...", "code": "..."}.');
    return this.told.replay(filter.data as LetterFilter);
  }
}

/** A provider's own: what stands in the log under its name and was not understood. */
@Controller('v1')
@RequireProvider({ live: true, persons: true })
export class ProviderDeadLettersController {
  private readonly told: Letters;

  constructor(@Inject(DeadLetters) letters: DeadLetters) {
    this.told = new Letters(letters);
  }

  @Get('dead-letters')
  async list(
    @CurrentIdentity() { providerId: provider }: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<ToldLetters> {
    refuseOtherParameters(request);
    return this.told.list({ provider });
  }

  @Post('dead-letters::replay')
  @HttpCode(200)
  async replay(
    @CurrentIdentity() { providerId: provider }: ProviderIdentity,
    @Req() request: FastifyRequest,
  ): Promise<ReplayOutcome> {
    refuseOtherParameters(request);
    const body = noFilter.safeParse(await readJson(request, {}));
    if (!body.success) throw new Problem(400, 'invalid_body', 'Send {} or nothing.');
    return this.told.replay({ provider });
  }
}

/** Dead letters from outside, in the process that projects. Needs ServiceModule (guards, registry) beside it. */
@Module({})
export class DeadLettersModule {
  static register(letters: DeadLetters): DynamicModule {
    return {
      module: DeadLettersModule,
      controllers: [AdminDeadLettersController, ProviderDeadLettersController],
      providers: [{ provide: DeadLetters, useValue: letters }],
    };
  }
}

/** @throws {Problem} 503 when the warehouse does not answer: whatever was done so far may be done again. */
async function answered<T extends LettersTold | ReplayOutcome | undefined>(
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    const headers = { 'retry-after': '5' };
    if (fault instanceof ReplayStopped)
      throw new Problem(503, 'stopping', 'This process is ending; what is left waits. Ask again.', {
        headers,
      });
    if (!(fault instanceof WarehouseFault && fault.retryable)) throw fault;
    const detail = 'The tables do not answer now; no record is lost by it. Ask again.';
    throw new Problem(503, 'warehouse_unavailable', detail, { headers });
  }
}
