/** Excel opens no workbook with a longer one. */
const LONGEST = 31;
const NOT_ALLOWED = /[[\]/\\:*?]/g;

/** A name for each sheet: at most 31 characters, none that Excel refuses, and no two alike, whatever their case. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const free = freeName(name.replace(NOT_ALLOWED, ' ').replace(/^'+|'+$/g, '') || 'Sheet', taken);
    taken.add(free.toLowerCase());
    return free;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let nth = 1; ; nth++) {
    const suffix = nth === 1 ? '' : ` ${nth}`;
    const candidate = name.slice(0, LONGEST - suffix.length) + suffix;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
