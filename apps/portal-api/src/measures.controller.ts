import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { MEASURES } from '@waymark/measures';
import {
  CurrentIdentity,
  Problem,
  refuseOtherParameters,
  Registry,
  RequireUser,
  type UserIdentity,
} from '@waymark/service';
import { StillPreparing } from '@waymark/warehouse';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessOf, type Access } from './access.js';
import { parseAsked, type Asked } from './asked.js';
import { AuditTrail } from './audit.js';
import { nameOf } from './codes.js';
import { csvOf } from './csv.js';
import { isNamed } from './etag.js';
import { formatOf, FORMATS, type Format } from './format.js';
import { MeasureAnswers } from './measure-answers.js';
import type { MeasureAnswer, Preparing } from './schemas.js';

const ASK_AGAIN_AFTER_SECONDS = 2;

/** The measures: what there is to ask, and the answers. */
@Controller('api/v1/measures')
export class MeasuresController {
  constructor(
    @Inject(MeasureAnswers) private readonly answers: MeasureAnswers,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(Registry) private readonly registry: Registry,
  ) {}

  /** The registry: definitions, no data. */
  @Get()
  @RequireUser()
  list(@Req() request: FastifyRequest): { measures: typeof MEASURES } {
    refuseOtherParameters(request);
    return { measures: MEASURES };
  }

  @Get(':id')
  @RequireUser('provider', 'icb_analyst', 'researcher', 'controller')
  async one(
    @Param('id') id: string,
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = formatOf(request.headers.accept);
    const asked = parseAsked(id, request.query as Record<string, unknown>, this.providersToldTo(person));
    const access = await this.accessOf(person, asked, format);
    const holds = (etag: string): boolean => isNamed(etagIn(etag, format), request.headers['if-none-match']);
    const answered = await this.answers.answer(asked, access, holds);
    const { profile, scope } = access;
    if (answered instanceof StillPreparing) {
      await this.audit.record(person, asked, format, { is: 'preparing', profile, scope });
      this.sendPreparing(reply, answered);
      return;
    }
    const { etag, asOf, answer } = answered;
    const outcome = answer
      ? { is: 'answered' as const, rows: answer.rows.length }
      : { is: 'unchanged' as const };
    await this.audit.record(person, asked, format, { ...outcome, profile, scope, asOf });
    void reply.headers({
      etag: etagIn(etag, format),
      'cache-control': 'private, no-cache',
      vary: 'accept, authorization, cookie',
    });
    if (answer) this.send(reply, format, answer, asked);
    else void reply.status(304).send();
  }

  /** A provider's person is not told which other providers there are. */
  private providersToldTo({ role }: UserIdentity): string[] | undefined {
    return role === 'provider' ? undefined : this.registry.providers().map(({ id }) => id);
  }

  private async accessOf(person: UserIdentity, asked: Asked, format: Format): Promise<Access> {
    try {
      return accessOf(person, asked);
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 403)
        await this.audit.record(person, asked, format, { is: 'refused', code: fault.code });
      throw fault;
    }
  }

  /** Whatever format was asked for: this is not yet the data. */
  private sendPreparing(reply: FastifyReply, { share }: StillPreparing): void {
    const preparing: Preparing = { status: 'preparing', share };
    void reply
      .status(202)
      .headers({ 'content-type': `${FORMATS.json}; charset=utf-8`, 'cache-control': 'no-store' })
      .header('retry-after', String(ASK_AGAIN_AFTER_SECONDS))
      .send(JSON.stringify(preparing));
  }

  private send(reply: FastifyReply, format: Format, answer: MeasureAnswer, { by }: Asked): void {
    if (format === 'json') {
      void reply.header('content-type', `${FORMATS.json}; charset=utf-8`).send(JSON.stringify(answer));
      return;
    }
    const providerName = (id: string): string | undefined => this.registry.provider(id)?.name;
    const text = csvOf(answer, by, (breakdown, code) => nameOf(breakdown, code, providerName));
    const name = [answer.measure, ...by, answer.asOf.slice(0, 10)].join('-');
    void reply
      .headers({
        'content-type': `${FORMATS.csv}; charset=utf-8; header=present`,
        'content-disposition': `attachment; filename="waymark-${name}.csv"`,
      })
      .send(text);
  }
}

/** Each format is a representation of its own. */
function etagIn(etag: string, format: Format): string {
  return format === 'json' ? etag : etag.replace(/"$/, `-${format}"`);
}
