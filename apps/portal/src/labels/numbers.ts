/** What values are counted in, as the API names it. */
export const UNITS = [
  'count',
  'proportion',
  'days',
  'per_1000_years',
  'points',
  'minutes',
  'met_minutes',
] as const;
export type Unit = (typeof UNITS)[number];

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });
const percentExact = new Intl.NumberFormat('en-GB', {
  ...{ style: 'percent' as const, minimumFractionDigits: 1, maximumFractionDigits: 1 },
});

/** "54%", "1,204", "23 days": for sentences and marks. */
export function rounded(value: number, unit: Unit): string {
  if (unit === 'proportion') return percent.format(value);
  if (unit === 'days') return counted(value, 'day');
  return unit === 'count' ? whole.format(value) : withUnit(value, unit);
}

/** "54.1%", "1,204", "23 days": for tables and read-outs. */
export function exact(value: number, unit: Unit): string {
  return unit === 'proportion' ? percentExact.format(value) : rounded(value, unit);
}

const NAMES: Partial<Record<Unit, string>> = {
  ...{ points: 'points', minutes: 'minutes', met_minutes: 'MET-minutes' },
  per_1000_years: 'per 1,000 a year',
};

/** The head of a column of values. */
export function valueHead(unit: Unit): string {
  if (unit === 'proportion') return 'Share';
  if (unit === 'days') return 'Days';
  return unit === 'count' ? 'Number' : 'Value';
}

function withUnit(value: number, unit: Unit): string {
  return `${tenths.format(value)} ${NAMES[unit] ?? ''}`.trim();
}

export function count(value: number): string {
  return whole.format(value);
}

/** "1 record", "2 records". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
