import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  CurrentIdentity,
  Problem,
  readJson,
  refuseOtherParameters,
  RequireUser,
  type UserIdentity,
} from '@waymark/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FORMATS } from '../format.js';
import { snapshotAsked } from './snapshot.schemas.js';
import { Snapshots, type Ask } from './snapshots.js';

const ASK_AGAIN_AFTER_SECONDS = 2;

/** Frozen, reproducible extracts. */
@Controller('api/v1/snapshots')
@RequireUser('researcher', 'controller')
export class SnapshotsController {
  constructor(
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  @Post()
  async make(
    @CurrentIdentity() person: UserIdentity,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherParameters(request);
    const asked = snapshotAsked.safeParse(await readJson(request, undefined, BODY_BYTES_MAX));
    if (!asked.success) {
      const pointer = `/${(asked.error.issues[0]?.path ?? []).join('/')}`;
      const detail = 'Send {"title", "questions": [addresses of calls about data], "asOf"?}.';
      throw new Problem(400, 'invalid_body', detail, { pointer });
    }
    const made = await this.snapshots.make(person, asked.data, this.askAs(request));
    if ('share' in made) sendPreparing(reply, made);
    else sendJson(reply.status(201).header('location', `/api/v1/snapshots/${made.id}`), made);
  }

  @Get(':id')
  one(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    refuseOtherParameters(request);
    sendJson(reply, this.snapshots.find(id));
  }

  @Get(':id/files/:nth')
  async file(
    @Param('id') id: string,
    @Param('nth') nth: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherParameters(request);
    const made = await this.snapshots.file(id, nth, this.askAs(request));
    if ('share' in made) {
      sendPreparing(reply, made);
      return;
    }
    const { bytes, sha256 } = made;
    void reply
      .headers({
        'content-type': `${FORMATS.json}; charset=utf-8`,
        'content-disposition': `attachment; filename="waymark-snapshot-${id}-${nth}.json"`,
        'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
        'cache-control': 'private, no-cache',
      })
      .send(bytes);
  }

  /** Through the front door of this process, with the caller's own credential. */
  private askAs({ headers: { authorization, cookie } }: FastifyRequest): Ask {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const credential = { ...(authorization && { authorization }), ...(cookie && { cookie }) };
    return async (url) => {
      const headers = { ...credential, accept: FORMATS.json };
      const {
        statusCode: status,
        headers: told,
        body,
      } = await fastify.inject({ method: 'GET', url, headers });
      return { status, headers: told, body };
    };
  }
}

/** Room for all questions at their longest. */
const BODY_BYTES_MAX = 128 * 1024;

/** A manifest and what is on its way to one are of the moment and the person. */
function sendJson(reply: FastifyReply, body: object): void {
  void reply
    .headers({ 'content-type': `${FORMATS.json}; charset=utf-8`, 'cache-control': 'private, no-store' })
    .send(JSON.stringify(body));
}

function sendPreparing(reply: FastifyReply, body: object): void {
  sendJson(reply.status(202).header('retry-after', String(ASK_AGAIN_AFTER_SECONDS)), body);
}
