import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry as Metrics } from 'prom-client';
import { API_PAGE_STYLE, apiPage } from './api-page.js';
import { STYLE } from './api-page-style.js';
import { asyncApiDocument, type AsyncApiDocument } from './asyncapi.js';
import type { OpenApiDocument } from './openapi.js';
import { Problem } from './problem.js';

export const OPERATIONS = Symbol('operations');
export const OPEN_API = Symbol('openApi');

export interface PartReady {
  ready: boolean;
  detail?: string;
  /** Records and seconds that it is behind by, and since when (ISO) it has been at fault. */
  records?: number;
  seconds?: number;
  since?: string;
}

export interface Operations {
  metrics: Metrics;
  /** Each part with its verdict; ready = all true. Words never hold record contents. */
  ready(): Promise<Record<string, PartReady>>;
}

/** A page of texts: it runs nothing, loads its style alone and sends nothing. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** Liveness, readiness (which part is behind, and why), Prometheus metrics, the description of the API. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(OPERATIONS) private readonly operations: Operations,
    @Inject(OPEN_API) private readonly document: OpenApiDocument | null,
  ) {}

  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    const parts = await this.operations.ready();
    const ready = Object.values(parts).every((part) => part.ready);
    if (!ready) void reply.status(503);
    return { status: ready ? 'ok' : 'not_ready', parts };
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.operations.metrics.contentType);
    return this.operations.metrics.metrics();
  }

  @Get('openapi.json')
  openApi(): OpenApiDocument {
    return this.described();
  }

  @Get('asyncapi.json')
  asyncApi(): AsyncApiDocument {
    return asyncApiDocument(this.described().info.version);
  }

  /** The same document for people. */
  @Get('api-docs')
  apiPage(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-cache',
    });
    return apiPage(this.described());
  }

  @Get(API_PAGE_STYLE)
  apiPageStyle(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' });
    return STYLE;
  }

  private described(): OpenApiDocument {
    if (!this.document) throw new Problem(404, 'not_found', 'This process describes no API.');
    return this.document;
  }
}
