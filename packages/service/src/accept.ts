import { Problem } from './problem.js';

/**
 * The type that an Accept header prefers of those that are offered, the default first (RFC 9110: quality, the most specific range that
 * fits).
 * @throws {Problem} 406 not_acceptable with what is offered.
 */
export function preferredType<Name extends string>(
  accept: string | undefined,
  offered: Readonly<Record<Name, string>>,
): Name {
  const types = Object.entries(offered) as [Name, string][];
  const ranges = accept === undefined || accept.trim() === '' ? ANYTHING : accept.split(',').map(parseRange);
  const graded = types.map(([name, type]) => ({ name, quality: qualityOf(type, ranges) }));
  const best = graded.reduce((a, b) => (b.quality > a.quality ? b : a));
  if (best.quality > 0) return best.name;
  throw new Problem(406, 'not_acceptable', 'This comes in the formats of `offered`.', {
    offered: Object.values(offered),
  });
}

interface Range {
  type: string;
  quality: number;
}

const ANYTHING: readonly Range[] = [{ type: '*/*', quality: 1 }];

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
