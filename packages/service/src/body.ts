import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** 5 MiB: the largest body of a push, before and after inflating. */
export const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/**
 * Reads a body whole within a limit that holds before and after inflating, so that a bomb costs no memory.
 * @throws {Problem} 413 too_large, 415 for an encoding that is not gzip, 400 invalid_gzip, 400 body_cut_off.
 */
export async function readBody(request: FastifyRequest, limit = BODY_LIMIT_BYTES): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of bodyStream(request, limit)) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** The body as it comes, inflated when it is gzip. @param limit bytes accepted on the wire; absent = any number. */
export async function* bodyStream(request: FastifyRequest, limit = Infinity): AsyncGenerator<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Problem(415, 'unsupported_encoding', 'Bodies are plain or content-encoding: gzip.');
  }
  const raw = limited(request.raw, limit);
  if (encoding === 'identity') yield* raw;
  else yield* inflated(raw);
}

async function* limited(stream: Readable, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    throw new Problem(400, 'body_cut_off', 'The body ended before it was complete.');
  }
}

async function* inflated(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feeding = feed(raw, gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    throw new Problem(400, 'invalid_gzip', 'The body is not whole and valid gzip.');
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

async function feed(raw: AsyncIterable<Buffer>, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of raw) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk))
        await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
    }
    gunzip.end();
  } catch (fault) {
    gunzip.destroy(fault instanceof Error ? fault : new Error(String(fault)));
  }
}

/** A JSON body of a small call. @throws {Problem} 400 not_json. */
export async function readJson(request: FastifyRequest, limit = 64 * 1024): Promise<unknown> {
  const body = await readBody(request, limit);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem(400, 'not_json', 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'too_large', `The body is larger than ${limit} bytes, before or after inflating.`);
}
