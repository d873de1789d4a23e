import { BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { z } from 'zod';

/** Codes of the breakdowns that a row is of, by breakdown. */
export const codes = Object.fromEntries(BREAKDOWNS.map((name) => [name, z.string().optional()])) as Record<
  Breakdown,
  z.ZodOptional<z.ZodString>
>;

/** `null`: withheld, or there is none. */
export const figure = z.number().nullable();

/** What every answer about a measure says of it. */
export const measureMembers = {
  measure: z.string(),
  version: z.int(),
  unit: z.enum(['count', 'proportion']),
};
