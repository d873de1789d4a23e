import { Worker, type Transferable } from 'node:worker_threads';
import type { SyntheticRecord } from './encode.js';
import type { SyntheticOptions } from './synthesise.js';

/** Chunks on their way: one being read here, one that waits. */
const AHEAD = 2;

/** {@link SyntheticOptions} as they can travel to a thread. */
export interface ApartOptions extends Omit<SyntheticOptions, 'pseudonyms'> {
  pseudonymKey: string;
}

/** A chunk as it travels: the values in one buffer, which changes hands without a copy. */
export interface PackedChunk {
  keys: string[];
  bytes: Uint8Array;
  /** Where each value ends in `bytes`. */
  ends: Uint32Array;
  appendedAt: Float64Array;
}

/** The same chunks as `synthesise` gives, made in a thread of their own while this one does something with them. */
export async function* synthesiseApart(options: ApartOptions): AsyncGenerator<SyntheticRecord[], void, void> {
  const worker = new Worker(new URL('./apart-worker.js', import.meta.url), { workerData: options });
  const arrived: (PackedChunk | null)[] = [];
  let fault: Error | undefined;
  let wake: () => void = () => undefined;
  worker.on('message', (chunk: PackedChunk | null) => {
    arrived.push(chunk);
    wake();
  });
  worker.on('error', (error: Error) => {
    fault = error;
    wake();
  });
  try {
    for (let asked = 0; asked < AHEAD; asked += 1) worker.postMessage('next');
    for (;;) {
      while (arrived.length === 0 && !fault) await new Promise<void>((resolve) => (wake = resolve));
      if (fault) throw fault;
      const chunk = arrived.shift();
      if (!chunk) return;
      worker.postMessage('next');
      yield unpack(chunk);
    }
  } finally {
    await worker.terminate();
  }
}

export function pack(records: readonly SyntheticRecord[]): {
  chunk: PackedChunk;
  transfer: Transferable[];
} {
  const total = records.reduce((sum, { value }) => sum + value.length, 0);
  const chunk: PackedChunk = {
    keys: records.map(({ key }) => key),
    bytes: new Uint8Array(total),
    ends: new Uint32Array(records.length),
    appendedAt: Float64Array.from(records, (record) => record.appendedAt),
  };
  let at = 0;
  for (const [n, { value }] of records.entries()) {
    chunk.bytes.set(value, at);
    at += value.length;
    chunk.ends[n] = at;
  }
  return {
    chunk,
    transfer: [chunk.bytes.buffer, chunk.ends.buffer, chunk.appendedAt.buffer] as ArrayBuffer[],
  };
}

export function unpack({ keys, bytes, ends, appendedAt }: PackedChunk): SyntheticRecord[] {
  return keys.map((key, n) => ({
    key,
    value: bytes.subarray(n === 0 ? 0 : ends[n - 1], ends[n]),
    appendedAt: appendedAt[n] ?? 0,
  }));
}
