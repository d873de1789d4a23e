import { BOARDS, findBoard, REGIONS } from '@waymark/areas';
import { codeLabel, DIMENSIONS, type Breakdown } from '@waymark/measures';
import { Problem } from '@waymark/service';

/** Codes that no list closes: organisations below boards, and periods. */
const PATTERNS: Readonly<Partial<Record<Breakdown, [pattern: RegExp, expected: string]>>> = {
  month: [/^\d{4}-(0[1-9]|1[0-2])$/, 'months such as 2026-03'],
  quarter: [/^\d{4}-Q[1-4]$/, 'quarters such as 2026-Q1'],
  year: [/^\d{4}$/, 'years such as 2026'],
};
const ORGANISATION: [RegExp, string] = [/^[A-Za-z0-9._:-]{1,128}$/, 'codes of A-Z a-z 0-9 . _ : -'];

/**
 * Refuses a filter's codes that nothing could have. A board or region may be of either era.
 * @throws {Problem} 400 unknown_code, with what is allowed where the list is closed.
 */
export function checkCodes(
  breakdown: Breakdown,
  codes: readonly string[],
  providers: readonly string[] | undefined,
): void {
  const list = closedList(breakdown, providers);
  if (list) {
    if (codes.every((code) => list.includes(code))) return;
    const detail = 'A code is not one of those there are; `allowed` lists them.';
    throw new Problem(400, 'unknown_code', detail, { parameter: breakdown, allowed: list });
  }
  const [pattern, expected] = PATTERNS[breakdown] ?? ORGANISATION;
  if (codes.every((code) => pattern.test(code))) return;
  throw new Problem(400, 'unknown_code', `Expected: ${expected}.`, { parameter: breakdown });
}

function closedList(
  breakdown: Breakdown,
  providers: readonly string[] | undefined,
): readonly string[] | undefined {
  const { codes, unknown } = DIMENSIONS[breakdown];
  const unknowns = Object.keys(unknown);
  switch (breakdown) {
    case 'icb':
      return [...BOARDS.map(({ code }) => code), ...unknowns];
    case 'region':
      return [...Object.keys(REGIONS), ...unknowns];
    case 'provider':
      return providers;
    default:
      return codes === null ? undefined : [...Object.keys(codes), ...unknowns];
  }
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
const monthName = (month: number): string => MONTH.format(Date.UTC(2000, month - 1));

/** What people call a code; the code itself where nobody has named it. */
export function nameOf(
  breakdown: Breakdown,
  code: string,
  providerName: (id: string) => string | undefined,
): string {
  const label = codeLabel(breakdown, code);
  if (label !== undefined) return label;
  const [year = '', part = ''] = code.split('-');
  switch (breakdown) {
    case 'icb':
      return findBoard(code)?.name ?? code;
    case 'region':
      return Object.entries(REGIONS).find(([region]) => region === code)?.[1] ?? code;
    case 'provider':
    case 'activity_provider':
      return providerName(code) ?? code;
    case 'month':
      return `${monthName(Number(part))} ${year}`;
    case 'quarter': {
      const last = 3 * Number(part.slice(1));
      return `${monthName(last - 2)} to ${monthName(last)} ${year}`;
    }
    default:
      return code;
  }
}
