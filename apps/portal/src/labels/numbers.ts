export type Unit = 'count' | 'proportion';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });
const percentExact = new Intl.NumberFormat('en-GB', {
  ...{ style: 'percent' as const, minimumFractionDigits: 1, maximumFractionDigits: 1 },
});

/** "54%" or "1,204": for sentences and marks. */
export function rounded(value: number, unit: Unit): string {
  return unit === 'proportion' ? percent.format(value) : whole.format(value);
}

/** "54.1%" or "1,204": for tables and read-outs. */
export function exact(value: number, unit: Unit): string {
  return unit === 'proportion' ? percentExact.format(value) : whole.format(value);
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
