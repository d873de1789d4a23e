import { createReadStream } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Problem, sendProblem } from '@waymark/service';
import path from 'node:path';

/** Never a page: also a file of a build that is gone, which would otherwise be answered with a page as its script. */
const API = /^\/(api|v1|health|metrics|collect|openapi|assets\/)/;

/**
 * Serves the built portal: hashed assets for a year, the page itself never from a cache. An address that is neither a file nor
 * the API is a page of the portal, so that a deep link opens in a new browser.
 */
export async function servePortal(app: NestFastifyApplication, directory: string): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(
    fastifyStatic as never,
    {
      root: directory,
      wildcard: false,
      setHeaders: (reply: { header(name: string, value: string): unknown }, file: string) => {
        const hashed = file.includes(`${path.sep}assets${path.sep}`);
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    } as never,
  );
  // A route, not the handler of what is not found: Nest sets that one itself.
  fastify.get('/*', (request, reply) => {
    if (API.test(request.url)) {
      sendProblem(new Problem(404, 'not_found', 'There is nothing at this address.'), reply);
      return;
    }
    void reply
      .status(200)
      .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
      .send(createReadStream(path.join(directory, 'index.html')));
  });
}
