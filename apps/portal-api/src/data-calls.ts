import { Problem, type Registry, type UserIdentity } from '@waymark/service';
import { StillPreparing } from '@waymark/warehouse';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessOf, type Access } from './access.js';
import { Answers } from './answers.js';
import type { AuditTrail } from './audit.js';
import type { DataCall } from './data-call.js';
import { fileOf, type File } from './downloads/file.js';
import { isNamed } from './etag.js';
import { formatOf, FORMATS, type Format } from './format.js';
import type { Envelope, Preparing } from './schemas.js';

const ASK_AGAIN_AFTER_SECONDS = 2;

/** Who asks, of what, and where the answer goes. */
export interface Exchange {
  person: UserIdentity;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What a call needs to know to read its parameters. */
export interface Asking {
  query: Readonly<Record<string, unknown>>;
  /** Ids that a filter may name; undefined: a provider's person is not told which other providers there are. */
  providers: readonly string[] | undefined;
}

/** Serves every call for data alike: access, audit, entity tags, formats, and the answer while tables are prepared. */
export class DataCalls {
  constructor(
    private readonly answers: Answers,
    private readonly audit: AuditTrail,
    private readonly registry: Registry,
  ) {}

  /**
   * @param read makes the call from its parameters; its Problems are the caller's
   * @throws {Problem} 406, and as `accessOf` and `Answers.answer` do.
   */
  async serve<Body extends object>(
    { person, request, reply }: Exchange,
    read: (asking: Asking) => DataCall<Body>,
  ): Promise<void> {
    const format = formatOf(request.headers.accept);
    const providers = person.role === 'provider' ? undefined : this.registry.providers().map(({ id }) => id);
    const call = read({ query: request.query as Record<string, unknown>, providers });
    const access = await this.accessOf(person, call, format);
    const holds = (etag: string): boolean => isNamed(etagIn(etag, format), request.headers['if-none-match']);
    const answered = await this.answers.answer(call, access, holds);
    const { profile, scope } = access;
    if (answered instanceof StillPreparing) {
      await this.audit.record(person, call, format, { is: 'preparing', profile, scope });
      sendPreparing(reply, answered);
      return;
    }
    const { etag, asOf, answer } = answered;
    const outcome = answer ? { is: 'answered' as const, rows: rowsIn(answer) } : { is: 'unchanged' as const };
    await this.audit.record(person, call, format, { ...outcome, profile, scope, asOf });
    void reply.headers({
      etag: etagIn(etag, format),
      'cache-control': 'private, no-cache',
      vary: 'accept, authorization, cookie',
    });
    if (!answer) void reply.status(304).send();
    else if (format === 'json') sendJson(reply, answer);
    else sendFile(reply, await fileOf(format, call, answer, this.registry, request.url));
  }

  private async accessOf(person: UserIdentity, call: DataCall, format: Format): Promise<Access> {
    try {
      return accessOf(person, call.asked);
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 403)
        await this.audit.record(person, call, format, { is: 'refused', code: fault.code });
      throw fault;
    }
  }
}

/** What the audit trail keeps of how much was seen: the rows of every list of the answer. */
function rowsIn(answer: Envelope): number {
  const lists = Object.entries(answer).filter(([name, value]) => name !== 'position' && Array.isArray(value));
  return lists.reduce((total, [, list]) => total + (list as unknown[]).length, 0);
}

/** Whatever format was asked for: this is not yet the data. */
function sendPreparing(reply: FastifyReply, { share }: StillPreparing): void {
  const preparing: Preparing = { status: 'preparing', share };
  void reply
    .status(202)
    .headers({ 'content-type': `${FORMATS.json}; charset=utf-8`, 'cache-control': 'no-store' })
    .header('retry-after', String(ASK_AGAIN_AFTER_SECONDS))
    .send(JSON.stringify(preparing));
}

function sendJson(reply: FastifyReply, answer: object): void {
  void reply.header('content-type', `${FORMATS.json}; charset=utf-8`).send(JSON.stringify(answer));
}

function sendFile(reply: FastifyReply, { name, type, content }: File): void {
  void reply
    .headers({ 'content-type': type, 'content-disposition': `attachment; filename="${name}"` })
    .send(content);
}

/** Each format is a representation of its own. */
function etagIn(etag: string, format: Format): string {
  return format === 'json' ? etag : etag.replace(/"$/, `-${format}"`);
}
