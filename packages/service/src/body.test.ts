import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { bodyStream, readBody, readJson } from './body.js';

const LIMIT = 1_000;

function requestOf(raw: Readable, headers: Record<string, string> = {}): FastifyRequest {
  return { raw, headers } as unknown as FastifyRequest;
}

/** A request that brings these pieces. */
const of = (pieces: (string | Buffer)[], headers?: Record<string, string>): FastifyRequest =>
  requestOf(Readable.from(pieces.map((piece) => Buffer.from(piece))), headers);
const gzip = { 'content-encoding': 'gzip' };

describe('readBody', () => {
  test.each([
    ['pieces put together', of(['ab', 'c']), 'abc'],
    ['nothing', of([]), ''],
    ['gzip', of([gzipSync('abc')], gzip), 'abc'],
    [
      'gzip a byte at a time',
      of(
        [...gzipSync('abc')].map((byte) => Buffer.of(byte)),
        gzip,
      ),
      'abc',
    ],
    ['gzip of several members', of([gzipSync('ab'), gzipSync('c')], gzip), 'abc'],
    ['the whole limit', of(['a'.repeat(LIMIT)]), 'a'.repeat(LIMIT)],
    ['the whole limit inflated', of([gzipSync('a'.repeat(LIMIT))], gzip), 'a'.repeat(LIMIT)],
  ])('%s', async (_what, request, expected) => {
    expect((await readBody(request, LIMIT)).toString()).toBe(expected);
  });

  test.each([
    ['announced as too long', of([], { 'content-length': '1001' }), 413, 'too_large'],
    ['too long', of(['a'.repeat(LIMIT), 'b']), 413, 'too_large'],
    ['too long inflated', of([gzipSync('a'.repeat(LIMIT + 1))], gzip), 413, 'too_large'],
    ['too long before inflating', of(Array<Buffer>(100).fill(gzipSync('')), gzip), 413, 'too_large'],
    ['no gzip', of(['plain text'], gzip), 400, 'invalid_gzip'],
    ['gzip that ends early', of([gzipSync('abc').subarray(0, -4)], gzip), 400, 'invalid_gzip'],
    [
      'an encoding that is not taken',
      of(['x'], { 'content-encoding': 'deflate' }),
      415,
      'unsupported_encoding',
    ],
  ])('refuses what is %s', async (_what, request, status, code) => {
    await expect(readBody(request, LIMIT)).rejects.toMatchObject({ name: 'Problem', status, code });
  });

  test.each([{}, gzip])('a sender who breaks off is told from a body that is whole (%j)', async (headers) => {
    const raw = new Readable({ read: () => undefined });
    raw.push(gzipSync('abc').subarray(0, 5));
    setImmediate(() => raw.destroy(new Error('aborted')));
    await expect(readBody(requestOf(raw, headers), LIMIT)).rejects.toMatchObject({
      status: 400,
      code: 'body_cut_off',
    });
  });

  test('a sender who falls silent is not waited for', async () => {
    const raw = new Readable({ read: () => undefined });
    raw.push('ab');
    await expect(readBody(requestOf(raw), LIMIT, { stallMs: 20 })).rejects.toMatchObject({
      code: 'body_cut_off',
    });
    expect(raw.destroyed).toBe(true);
  });

  test('nor one who sends a byte now and then', async () => {
    const raw = new Readable({ read: () => undefined });
    const trickle = setInterval(() => raw.push('a'), 5);
    await expect(readBody(requestOf(raw), LIMIT, { stallMs: 1_000, wholeMs: 50 })).rejects.toMatchObject({
      code: 'body_cut_off',
    });
    clearInterval(trickle);
    expect(raw.destroyed).toBe(true);
  });

  test.each([{}, gzip])(
    'what is left of a refused body is read away, the request not destroyed (%j)',
    async (headers) => {
      const piece = 'content-encoding' in headers ? gzipSync('a'.repeat(LIMIT + 1)) : 'a'.repeat(LIMIT + 1);
      const raw = Readable.from([piece, piece, piece, piece].map((each) => Buffer.from(each)));
      const ended = new Promise((resolve) => raw.once('end', resolve));
      await expect(readBody(requestOf(raw, headers), LIMIT)).rejects.toMatchObject({ code: 'too_large' });
      await ended;
      expect(raw.errored).toBeNull();
    },
  );
});

test('a stream without a limit takes what comes, and its reader may stop at any time', async () => {
  const pieces = Array.from({ length: 100 }, () => Buffer.alloc(LIMIT));
  let bytes = 0;
  for await (const chunk of bodyStream(requestOf(Readable.from(pieces)))) bytes += chunk.length;
  expect(bytes).toBe(100 * LIMIT);
  for await (const chunk of bodyStream(requestOf(Readable.from(pieces)))) {
    expect(chunk.length).toBe(LIMIT);
    break;
  }
});

describe('readJson', () => {
  test('reads JSON in UTF-8', async () => {
    expect(await readJson(of([Buffer.from('{"a":"é"}')]))).toEqual({ a: 'é' });
  });

  test.each([
    ['half', '{"a"'],
    ['nothing', ''],
    ['Latin-1', Buffer.from('"é"', 'latin1')],
  ])('refuses %s', async (_what, body) => {
    await expect(readJson(of([body]))).rejects.toMatchObject({ status: 400, code: 'not_json' });
  });
});
