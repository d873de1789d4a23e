import fs from 'node:fs';
import readline from 'node:readline';
import { CommandFault } from './command-fault.js';

/** Half of what one push may hold: large enough to be fast, small enough that a lost answer costs little. */
const MAX_EVENTS = 500;
const MAX_BYTES = 4 * 1024 * 1024;

export interface EventBatch {
  /** Zero-based place in the file of the batch's first event. */
  firstIndex: number;
  count: number;
  ndjson: string;
  /** How much of the file is read, 0 to 1. */
  share: number;
}

/**
 * Reads a file of CloudEvents in batches: NDJSON in constant memory, or one JSON event or array.
 * @throws {CommandFault} when the file is neither.
 */
export async function* readEventBatches(file: string): AsyncGenerator<EventBatch> {
  const first = firstCharacter(file);
  const items = first === '[' || !isNdjson(file) ? jsonItems(file) : ndjsonLines(file);
  let batch: string[] = [];
  let bytes = 0;
  let index = 0;
  let share = 0;
  const flush = (): EventBatch => {
    const full = {
      firstIndex: index - batch.length,
      count: batch.length,
      ndjson: `${batch.join('\n')}\n`,
      share,
    };
    batch = [];
    bytes = 0;
    return full;
  };
  for await (const item of items) {
    if (batch.length > 0 && (batch.length === MAX_EVENTS || bytes + item.text.length > MAX_BYTES))
      yield flush();
    batch.push(item.text);
    bytes += item.text.length;
    share = item.share;
    index += 1;
  }
  if (batch.length > 0) yield flush();
}

interface Item {
  text: string;
  share: number;
}

async function* ndjsonLines(file: string): AsyncGenerator<Item> {
  const size = fs.statSync(file).size;
  const stream = fs.createReadStream(file, 'utf8');
  for await (const line of readline.createInterface({ input: stream, crlfDelay: Infinity })) {
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text !== '') yield { text, share: stream.bytesRead / size };
  }
}

function* jsonItems(file: string): Generator<Item> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new CommandFault(`waymark: ${file} is neither JSON nor NDJSON (one JSON event a line)`);
  }
  const events: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  for (const [at, event] of events.entries())
    yield { text: JSON.stringify(event), share: (at + 1) / events.length };
}

function firstCharacter(file: string): string | undefined {
  return head(file)
    .replace(/^\uFEFF/, '')
    .trimStart()[0];
}

/** NDJSON when the first line is JSON of its own; a pretty-printed event is not. */
function isNdjson(file: string): boolean {
  const line =
    head(file)
      .replace(/^\uFEFF/, '')
      .trimStart()
      .split('\n')[0] ?? '';
  if (line.length > 100_000) return true;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function head(file: string): string {
  const handle = fs.openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(200_000);
    return buffer.toString('utf8', 0, fs.readSync(handle, buffer, 0, buffer.length, 0));
  } finally {
    fs.closeSync(handle);
  }
}
