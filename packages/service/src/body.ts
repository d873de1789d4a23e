import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** 5 MiB: the largest body of a push, before and after inflating. */
export const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** A sender that stays silent this long in the middle of a body is gone; nobody's memory is held for it. */
const STALL_MS = 30_000;
/** Nor for one who sends a byte now and then; the whole of 5 MiB takes a slow mobile line less. */
const WHOLE_MS = 120_000;

export interface Reading {
  stallMs?: number;
  wholeMs?: number;
  /** Told how many bytes are held by now, inflated; what it throws ends the reading. */
  onBytes?: (bytes: number) => void;
}

/**
 * Reads a body whole within a limit that holds before and after inflating, so that a bomb costs no memory.
 * @throws {Problem} 413 too_large, 415 for an encoding that is not gzip, 400 invalid_gzip, 400 body_cut_off.
 */
export async function readBody(
  request: FastifyRequest,
  limit = BODY_LIMIT_BYTES,
  { stallMs = STALL_MS, wholeMs = WHOLE_MS, onBytes }: Reading = {},
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stalled = setTimeout(() => request.raw.destroy(), stallMs);
  const late = setTimeout(() => request.raw.destroy(), wholeMs);
  try {
    for await (const chunk of bodyStream(request, limit)) {
      stalled.refresh();
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      onBytes?.(bytes);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(stalled);
    clearTimeout(late);
  }
  return Buffer.concat(chunks, bytes);
}

/** The body as it comes, inflated when it is gzip. @param limit bytes accepted on the wire; absent = any number. */
export async function* bodyStream(request: FastifyRequest, limit = Infinity): AsyncGenerator<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Problem(415, 'unsupported_encoding', 'Bodies are plain or content-encoding: gzip.');
  }
  const { raw } = request;
  try {
    yield* encoding === 'gzip' ? inflated(raw, limit) : plain(raw, limit);
  } finally {
    // What is left is read away: cutting the connection of one who still writes would lose the answer.
    raw.resume();
  }
}

async function* plain(raw: Readable, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    // To end early must not destroy the request: the answer goes out on the same connection.
    for await (const chunk of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (fault) {
    throw fault instanceof Problem ? fault : cutOff();
  }
}

async function* inflated(raw: Readable, limit: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > limit) gunzip.destroy(tooLarge(limit));
  };
  const closed = (): void => {
    if (!raw.readableEnded) gunzip.destroy(cutOff());
  };
  raw.on('data', count).on('error', closed).on('close', closed).pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    throw new Problem(400, 'invalid_gzip', 'The body is not whole and valid gzip.');
  } finally {
    raw.unpipe(gunzip).off('data', count).off('error', closed).off('close', closed);
    gunzip.destroy();
  }
}

const JSON_BYTES_MAX = 64 * 1024;

/** The JSON body of a small call; `ifEmpty` where it has none and may. @throws {Problem} 400 not_json. */
export async function readJson(
  request: FastifyRequest,
  ifEmpty?: object,
  limit = JSON_BYTES_MAX,
): Promise<unknown> {
  const body = await readBody(request, limit);
  if (body.length === 0 && ifEmpty) return ifEmpty;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem(400, 'not_json', 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'too_large', `The body is larger than ${limit} bytes, before or after inflating.`);
}

function cutOff(): Problem {
  return new Problem(400, 'body_cut_off', 'The body ended before it was complete.');
}
