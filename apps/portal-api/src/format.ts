import { Problem } from '@waymark/service';

/** What a data call is answered in, the default first. */
export const FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type Format = keyof typeof FORMATS;
const OFFERED = Object.entries(FORMATS) as [Format, string][];

/**
 * The format that an Accept header prefers (RFC 9110: quality, the most specific range that fits).
 * @throws {Problem} 406 not_acceptable with what is offered.
 */
export function formatOf(accept: string | undefined): Format {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.split(',').map(parseRange);
  const graded = OFFERED.map(([format, type]) => ({ format, quality: qualityOf(type, ranges) }));
  const best = graded.reduce((a, b) => (b.quality > a.quality ? b : a));
  if (best.quality > 0) return best.format;
  throw new Problem(406, 'not_acceptable', 'This data comes in the formats of `offered`.', {
    offered: Object.values(FORMATS),
  });
}

interface Range {
  type: string;
  quality: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const fitting of [type, type.replace(/\/.*/, '/*'), '*/*']) {
    const range = ranges.find((each) => each.type === fitting);
    if (range) return range.quality;
  }
  return 0;
}
