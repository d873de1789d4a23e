import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { broken, tooLarge } from './workbook-fault.js';

/** A cell holds at most 32,767 characters; a tag or text that does not end must not pile up. */
const NODE_CHARS_MAX = 1024 * 1024;

export interface XmlListener {
  /** @param name without its prefix */
  opens(name: string, attributes: Readonly<Record<string, string>>): void;
  closes?(name: string): void;
  text?(text: string): void;
}

/** Reads XML piece by piece. It knows no entities but XML's own, and takes no document type, so nothing in it can grow. */
export class XmlReader {
  private readonly parser = new SaxesParser();
  private readonly decoder = new TextDecoder();
  private sinceTag = 0;

  constructor(listener: XmlListener) {
    this.parser.on('opentag', ({ name, attributes }: SaxesTagPlain) =>
      listener.opens(bare(name), attributes),
    );
    this.parser.on('closetag', ({ name }) => listener.closes?.(bare(name)));
    this.parser.on('text', (text) => listener.text?.(text));
    this.parser.on('cdata', (text) => listener.text?.(text));
    this.parser.on('doctype', () => {
      throw broken();
    });
    // The parser's own words quote the file.
    this.parser.on('error', () => {
      throw broken();
    });
  }

  /** @throws {CsvFault} broken_workbook, workbook_too_large. */
  write(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true });
    const tag = text.lastIndexOf('<');
    this.sinceTag = tag < 0 ? this.sinceTag + text.length : text.length - tag;
    if (this.sinceTag > NODE_CHARS_MAX) throw tooLarge();
    this.parser.write(text);
  }

  end(): void {
    this.parser.close();
  }
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads a part that fits into memory. */
export function readXml(pieces: Iterable<Uint8Array>, listener: XmlListener): void {
  const reader = new XmlReader(listener);
  for (const piece of pieces) reader.write(piece);
  reader.end();
}
