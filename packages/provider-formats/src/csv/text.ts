import { mayBeCorrections } from './corrections.js';
import { headFirst, joined } from './head-first.js';
import { checkIsText, SIGNATURE_BYTES } from './signature.js';

/** A label of the WHATWG Encoding Standard, or to be found out. */
export type Encoding = string;
export const FOUND_OUT = 'auto';

const NOTHING = new Uint8Array();

/**
 * The text of a file. A byte order mark says more than a profile; with neither, what is not ASCII tells UTF-8 from Windows-1252 by the
 * first such character, wherever in the file it stands, in memory that does not grow.
 * @throws {CsvFault} not_a_table, when the first bytes are another kind of file's.
 */
export async function* textOf(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  for await (const chunk of headFirst(bytes, SIGNATURE_BYTES, joined)) {
    if (!decoder) {
      checkIsText(chunk);
      // Whoever corrects a file saves it in an encoding of their own.
      decoder = decoderFor(
        chunk,
        mayBeCorrections(chunk.subarray(0, SIGNATURE_BYTES)) ? FOUND_OUT : encoding,
      );
    }
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

interface Decoder {
  decode(chunk?: Uint8Array, options?: { stream: boolean }): string;
}

function decoderFor(head: Uint8Array, encoding: Encoding): Decoder {
  const marked = byMark(head);
  if (marked !== undefined) return new TextDecoder(marked);
  if (encoding !== FOUND_OUT) return new TextDecoder(encoding);
  const wide = byZeros(head);
  return wide === undefined ? new FoundDecoder() : new TextDecoder(wide);
}

function byMark([a, b, c]: Uint8Array): Encoding | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

/** A header begins with letters, of which UTF-16 writes every other byte as zero. */
function byZeros([a, b, c, d]: Uint8Array): Encoding | undefined {
  if (a && b === 0 && c && d === 0) return 'utf-16le';
  return a === 0 && b && c === 0 && d ? 'utf-16be' : undefined;
}

/** UTF-8 or Windows-1252, as the first character that is not ASCII says; until then they are the same. */
class FoundDecoder implements Decoder {
  private found: TextDecoder | undefined;
  /** Of a character that is not whole yet. */
  private held: Uint8Array = NOTHING;

  decode(chunk?: Uint8Array): string {
    const stream = chunk !== undefined;
    if (this.found) return this.found.decode(chunk, { stream });
    const bytes = this.held.length === 0 ? (chunk ?? NOTHING) : joined(this.held, chunk ?? NOTHING);
    const at = firstBeyondAscii(bytes);
    const encoding = encodingAt(bytes, at, stream);
    if (encoding === undefined) {
      this.held = bytes.slice(at);
      return new TextDecoder().decode(bytes.subarray(0, at));
    }
    this.held = NOTHING;
    this.found = new TextDecoder(encoding, { ignoreBOM: true });
    return this.found.decode(bytes, { stream });
  }
}

function firstBeyondAscii(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] as number) >= 0x80) return at;
  return bytes.length;
}

/** What the character at a place is written in; undefined while it is not whole, or there is none. */
function encodingAt(bytes: Uint8Array, at: number, more: boolean): Encoding | undefined {
  const lead = bytes[at];
  if (lead === undefined) return undefined;
  const following = lead >= 0xf5 || lead < 0xc2 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (following === 0) return 'windows-1252';
  const tail = bytes.subarray(at + 1, at + 1 + following);
  if (!tail.every((byte) => byte >= 0x80 && byte < 0xc0)) return 'windows-1252';
  if (tail.length === following) return 'utf-8';
  return more ? undefined : 'windows-1252';
}
