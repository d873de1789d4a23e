import type { Socket } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger } from './logging.js';
import { Problem, ProblemFilter, sendProblem, type Reply } from './problem.js';

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * A Nest application on Fastify with Waymark's manners: problem+json for every fault, security headers, no request
 * logging (addresses may hold what identifies a person). The caller listens.
 */
export async function createHttpServer(module: DynamicModule): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: 'idle',
    // A request that still comes on an open connection while the server stops is answered like any other.
    return503OnClosing: false,
    frameworkErrors: (fault: unknown, _request: unknown, reply: unknown) =>
      sendProblem(fault, reply as Reply),
    clientErrorHandler: answerBrokenHttp,
  });
  const fastify = adapter.getInstance();
  // Bodies stay streams: each handler reads its own, with its own limits (see body.ts).
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
  fastify.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  return app;
}

/** What is not even HTTP never reaches a handler; it, too, gets a problem. */
function answerBrokenHttp(fault: Error & { code?: string }, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem =
    fault.code === 'HPE_HEADER_OVERFLOW'
      ? new Problem(431, 'headers_too_large', 'The headers are larger than allowed.')
      : new Problem(400, 'broken_request', 'The request is not whole and valid HTTP.');
  const body = JSON.stringify(problem.body());
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
