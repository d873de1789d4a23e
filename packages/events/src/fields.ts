import { z } from 'zod';
import type { FaultCode } from './faults.js';

/** 2015-01-01T00:00:00Z: nothing before it is accepted. */
export const EARLIEST = Date.UTC(2015, 0, 1);

const ID = /^[A-Za-z0-9._:-]+$/;
const URI_REFERENCE = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
/** `%` without two hex digits, or a second `#`. Apart from the characters, so that no text can make the check backtrack. */
const NO_URI_REFERENCE = /%(?![0-9A-Fa-f]{2})|#[^#]*#/;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Raises one of our own faults from inside a schema. */
export function fault(code: FaultCode, expected: string): { params: { code: FaultCode }; message: string } {
  return { params: { code }, message: expected };
}

/**
 * Text of at most so many characters. What is longer is told at once: a pattern held against some millions of characters may run
 * out of stack.
 */
export const textUpTo = (most: number): z.ZodString => z.string().max(most, { abort: true });

/** 1-128 of `A-Z a-z 0-9 . _ : -`. */
export const opaqueId = (): z.ZodString =>
  textUpTo(128)
    .min(1)
    .regex(ID, '1-128 of A-Z a-z 0-9 . _ : -')
    .describe('Opaque id: 1-128 of A-Z a-z 0-9 . _ : -');

export const uriReference = (): z.ZodString =>
  textUpTo(256)
    .min(1)
    .regex(URI_REFERENCE, 'a URI-reference')
    .refine((text) => !NO_URI_REFERENCE.test(text), fault('invalid_format', 'a URI-reference'))
    .meta({ format: 'uri-reference' });

/** An RFC 3339 instant with offset. Bounds against the clock are checked at admission. */
export const instant = (): z.ZodString =>
  textUpTo(64)
    .refine(
      (text) => parseInstant(text) !== undefined,
      fault('invalid_instant', 'an RFC 3339 instant with an offset, such as 2026-03-01T09:30:00+00:00'),
    )
    .meta({ format: 'date-time' });

/** A calendar date `YYYY-MM-DD`. */
export const date = (): z.ZodString =>
  textUpTo(64).refine(isDate, fault('invalid_date', 'a calendar date, YYYY-MM-DD')).meta({ format: 'date' });

/** One of a code list's keys. */
export function codeOf<T extends string>(list: Record<T, string>): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(Object.keys(list) as [T, ...T[]]);
}

/** A list of codes; the bound leaves room for repeats but not for floods. */
export function codesOf<T extends string>(list: Record<T, string>): z.ZodArray<z.ZodEnum<{ [K in T]: K }>> {
  return z.array(codeOf(list)).max(32);
}

export const integer = (least: number, most: number): z.ZodInt => z.int().min(least).max(most);
export const number = (least: number, most: number): z.ZodNumber => z.number().min(least).max(most);

/** Epoch ms of an RFC 3339 instant with offset, cut to the millisecond; undefined when it is none. */
export function parseInstant(text: string): number | undefined {
  const found = INSTANT.exec(text);
  if (!found) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    found;
  if (!isDate(`${year}-${month}-${day}`)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 0 : offsetMinutes(zone);
  if (offset === undefined) return undefined;
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  return local - offset * 60_000;
}

function offsetMinutes(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  // Asked several times an event, so no date is written out. 400 years on the calendar is the same, and no year below 100 is.
  const lastDay = new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
}
