import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { logger } from './logging.js';

/** An expected fault of a call, rendered as RFC 9457 `application/problem+json` with a stable `code`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /**
   * @param code stable, snake_case; @param detail what was wrong and what was expected, never a value that may identify a person.
   * @param extras members added to the body; `headers` are sent as headers.
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extras: { headers?: Record<string, string>; [member: string]: unknown } = {},
  ) {
    super(`${code}: ${detail}`);
  }

  get title(): string {
    return TITLES[this.status] ?? 'Error';
  }

  body(): Record<string, unknown> {
    const { headers: _headers, ...members } = this.extras;
    return {
      type: 'about:blank',
      title: this.title,
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...members,
    };
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const CODES: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** The problem that any thrown thing becomes. Bugs are 500 without their message: it may quote a request. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (isLogUnavailable(thrown)) {
    const headers = { 'retry-after': String(thrown.retryAfterSeconds) };
    return new Problem(
      503,
      'log_unavailable',
      'The event log does not take writes now; nothing was stored. Send again.',
      { headers },
    );
  }
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status >= 400 && status < 500) {
    return new Problem(
      status,
      CODES[status] ?? 'bad_request',
      DETAILS[status] ?? 'The request cannot be answered as it is.',
    );
  }
  return new Problem(500, 'internal_error', 'Something failed on our side. It has been logged.');
}

const DETAILS: Record<number, string> = {
  404: 'There is nothing at this address.',
  413: 'The body is larger than allowed.',
  415: 'The content type is not one that this address takes.',
};

function statusOf(thrown: unknown): number {
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'statusCode' in thrown &&
    typeof thrown.statusCode === 'number'
  ) {
    return thrown.statusCode;
  }
  return 500;
}

function isLogUnavailable(thrown: unknown): thrown is Error & { retryAfterSeconds: number } {
  return thrown instanceof Error && thrown.name === 'LogUnavailable' && 'retryAfterSeconds' in thrown;
}

/** What is needed of a reply; Fastify's own type differs between HTTP versions. */
export interface Reply {
  status(code: number): {
    headers(values: Record<string, string>): {
      header(name: string, value: string): { send(body: string): unknown };
    };
  };
}

/** Sends a problem; bugs are logged with their stack, expected faults are not, or in a line. */
export function sendProblem(thrown: unknown, reply: Reply): void {
  const problem = problemOf(thrown);
  if (isLogUnavailable(thrown)) logger.warn({ reason: thrown.message }, problem.code);
  else if (problem.status >= 500 && !(thrown instanceof Problem)) logger.error({ err: thrown }, problem.code);
  void reply
    .status(problem.status)
    .headers(problem.extras.headers ?? {})
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.body()));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    sendProblem(thrown, host.switchToHttp().getResponse<FastifyReply>());
  }
}
