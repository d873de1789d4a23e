import { DateTime, IANAZone } from 'luxon';
import { isDate, parseInstant } from '@waymark/events';

/** Month and day names are English, whatever the machine speaks. */
const LOCALE = 'en';
const HAS_OFFSET = /[T ].*(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/;
/** In place of a format: days since 1899-12-30, as Excel keeps dates. */
export const EXCEL = 'excel';
/** Luxon's tokens for an offset or a zone. */
const OFFSET_TOKEN = /[Zz]/;
/** Exports name the same days again and again. */
const REMEMBERED = 5_000;

type Reader = (text: string) => string | undefined;

/** Whether a zone is one of the IANA database. */
export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/** Whether a format of Luxon's tokens names a day so that it can be read back. */
export function isDateFormat(format: string): boolean {
  const day = DateTime.utc(2026, 3, 14, 15, 9, 26);
  const read = DateTime.fromFormat(day.toFormat(format, { locale: LOCALE }), format, {
    zone: 'utc',
    locale: LOCALE,
  });
  return read.isValid && read.toISODate() === day.toISODate();
}

/**
 * Reads instants written in a format of Luxon's tokens, or `iso`. A text without an offset is local time of the zone: the first of
 * the two that a clock shows twice in autumn, and none when the clock skips it in spring.
 */
export function instantReader(format: string, zone: string): Reader {
  const explicit = OFFSET_TOKEN.test(format.replace(/'[^']*'/g, ''));
  return remembering((text) => {
    if (format === 'iso' && parseInstant(text) !== undefined) return text;
    const wall = wallTime(text, format);
    if (!wall.isValid) return undefined;
    const absolute = format === 'iso' ? HAS_OFFSET.test(text) : explicit;
    const at = absolute ? wall : firstAt(wall, zone);
    return at?.toUTC().toISO() ?? undefined;
  });
}

/** Reads calendar dates, `YYYY-MM-DD` out. */
export function dateReader(format: string): Reader {
  return remembering((text) => {
    if (format === 'iso') return isDate(text) ? text : undefined;
    return wallTime(text, format).toISODate() ?? undefined;
  });
}

/** The first instant at which the clocks of a zone show a wall time. */
function firstAt(wall: DateTime, zone: string): DateTime | undefined {
  const [first] = wall
    .setZone(zone, { keepLocalTime: true })
    .getPossibleOffsets()
    .sort((a, b) => a.toMillis() - b.toMillis());
  // In the hour that a clock skips, Luxon moves on.
  return first?.hour === wall.hour && first.minute === wall.minute ? first : undefined;
}

/** What a number of Excel's says, as a clock on a wall. */
export function excelTime(days: number): DateTime {
  // Seconds: what a float keeps of a time of day is a little off.
  return DateTime.utc(1899, 12, 30).plus({ seconds: Math.round(days * 86_400) });
}

/** Writes a wall time as a column's own texts are written. */
export function writtenAs(time: DateTime, format: string): string {
  if (format !== 'iso') return time.toFormat(format, { locale: LOCALE });
  return time.toFormat(time.toMillis() % 86_400_000 === 0 ? 'yyyy-MM-dd' : "yyyy-MM-dd'T'HH:mm:ss");
}

export function wallTime(text: string, format: string): DateTime {
  if (format === EXCEL)
    return /^\d{1,6}(\.\d{1,17})?$/.test(text) ? excelTime(Number(text)) : DateTime.invalid('no number');
  return format === 'iso'
    ? DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' })
    : DateTime.fromFormat(text, format, { zone: 'utc', locale: LOCALE });
}

function remembering(read: Reader): Reader {
  const known = new Map<string, string | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    if (known.size >= REMEMBERED) known.clear();
    const value = read(text);
    known.set(text, value);
    return value;
  };
}
