import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/**
 * One logger for the process. It never sees bodies, headers or query strings: those may hold what identifies a person.
 * Written to stderr, so that commands can print results to stdout.
 */
export const logger: Logger = pino(
  {
    level: 'info',
    base: null,
    redact: { paths: ['*.token', '*.key', '*.authorization', '*.cookie'], remove: true },
  },
  pino.destination({ fd: 2, sync: true }),
);

export function setLogLevel(level: string): void {
  logger.level = level;
}

/** Nest's own messages, at debug: they tell of modules and routes, which only a developer asks for. */
export class NestLogger implements LoggerService {
  log(message: unknown): void {
    logger.debug(String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    logger.error({ rest: rest.map(String) }, String(message));
  }
  warn(message: unknown): void {
    logger.warn(String(message));
  }
  debug(message: unknown): void {
    logger.debug(String(message));
  }
}
