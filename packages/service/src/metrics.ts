import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry as Metrics } from 'prom-client';

export { Counter, Gauge, Histogram, Registry as Metrics } from 'prom-client';

/** A registry of metrics, holding those of the process. Labels never hold what identifies a person or an organisation. */
export function processMetrics(): Metrics {
  const metrics = new Metrics();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

/** Bounds of a histogram of seconds, from what a disk takes to what a long fold takes. */
export const SECONDS_BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

export interface AnsweredCall {
  /** The route's pattern, without values. */
  route: string;
  status: number;
  seconds: number;
}

/** Tells of every answer of the routes below `prefix`, whoever gave it: guard, handler or filter. Before the server listens. */
export function onAnswer(host: HttpAdapterHost, prefix: string, told: (call: AnsweredCall) => void): void {
  const fastify: FastifyInstance = host.httpAdapter.getInstance();
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    if (route?.startsWith(prefix) !== true) return;
    told({ route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
}
