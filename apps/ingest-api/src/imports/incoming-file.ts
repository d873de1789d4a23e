import type { OnModuleDestroy } from '@nestjs/common';
import { bodyStream, Problem, type ProviderIdentity } from '@waymark/service';
import type { FastifyRequest } from 'fastify';
import { IMPORT_BYTES, type Hold, type InFlight } from '../in-flight.js';
import type { RateLimit } from '../rate-limit.js';
import { MEDIA_TYPES, type FileKind } from './file-rows.js';
import { watchedBody } from './watched-body.js';

/**
 * What a file is sent as. The encoding is the profile's to say: an export's own charset is a guess of the program that wrote it.
 * @throws {Problem} 415.
 */
function kindOf({ headers }: FastifyRequest): FileKind {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === MEDIA_TYPES.csv) return 'csv';
  if (type === MEDIA_TYPES.xlsx) return 'xlsx';
  const detail = `Send ${MEDIA_TYPES.csv}, or a workbook (.xlsx) as ${MEDIA_TYPES.xlsx}.`;
  throw new Problem(415, 'unsupported_media_type', detail);
}

/** A file as it comes, weighed against what its provider may have in hand. */
export class IncomingFile {
  readonly kind: FileKind;
  /** Told what else is held for its sake. @throws {Problem} 503 busy. */
  readonly weigh = (bytes: number): void => {
    this.beside = bytes;
    this.grow();
  };
  private held = IMPORT_BYTES;
  private beside = 0;

  constructor(
    private readonly request: FastifyRequest,
    private readonly hold: Hold,
    private readonly stopping: AbortSignal,
  ) {
    this.kind = kindOf(request);
  }

  get body(): AsyncIterable<Buffer> {
    const body = bodyStream(this.request);
    return this.kind === 'csv' ? body : this.weighed(body);
  }

  /** The same, given up when the server stops or the sender falls silent. */
  get watched(): AsyncIterable<Buffer> {
    return watchedBody(this.body, this.stopping);
  }

  /** A workbook is held as it came and, once more, as texts. */
  private async *weighed(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      this.held += 2 * chunk.length;
      this.grow();
      yield chunk;
    }
  }

  private grow(): void {
    this.hold.growTo(this.held + this.beside);
  }
}

/** Through which the files of providers come: none too often, and together no more than can be held. */
export class IncomingFiles implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly rateLimit: RateLimit,
    private readonly inFlight: InFlight,
  ) {}

  /** Before the server closes: it would wait for every upload to end. */
  onModuleDestroy(): void {
    const headers = { 'retry-after': '5' };
    const detail = 'The server is stopping; send the file again.';
    this.stopping.abort(new Problem(503, 'stopping', detail, { headers }));
  }

  /** Does the work with the file of a request, which counts as held until it is done. @throws {Problem} 429, 415, 503 busy. */
  async take<T>(
    { providerId }: ProviderIdentity,
    request: FastifyRequest,
    work: (file: IncomingFile) => Promise<T>,
  ): Promise<T> {
    this.rateLimit.take(providerId);
    const hold = this.inFlight.reserve(providerId, IMPORT_BYTES);
    try {
      return await work(new IncomingFile(request, hold, this.stopping.signal));
    } finally {
      hold.release();
    }
  }
}
