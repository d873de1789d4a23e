import { z } from 'zod';
import { UNITS } from '../labels/numbers.js';

// Compiling validators needs eval, which the content security policy forbids.
z.config({ jitless: true });

export const me = z.object({
  name: z.string(),
  role: z.enum(['provider', 'icb_analyst', 'researcher', 'controller', 'admin']),
  scope: z.array(z.string()),
});
export type Me = z.infer<typeof me>;

const published = z.object({
  value: z.number(),
  limits: z.tuple([z.number(), z.number()]).optional(),
  n: z.number().nullable(),
  source: z.string(),
  differs: z.string(),
});
export type Published = z.infer<typeof published>;

export const measure = z.object({
  id: z.string(),
  version: z.number(),
  name: z.string(),
  sentence: z.string(),
  unit: z.enum(UNITS),
  improvement: z.enum(['increase', 'decrease', 'neutral']),
  numerator: z.string(),
  denominator: z.string().nullable(),
  maturity: z.string().nullable(),
  caveats: z.array(z.string()),
  published: z.array(published),
  /** `byTime` false: a measure that cannot be broken down by time. Absent: it is not counted but worked out. */
  counting: z.object({ over: z.string().optional(), byTime: z.boolean().optional() }).optional(),
  /** There for measures that are read from a curve. */
  timing: z.object({ until: z.string() }).optional(),
  /** There for measures of change. */
  outcome: z.object({ instrument: z.string(), score: z.string() }).optional(),
});
export type Measure = z.infer<typeof measure>;

export const measures = z.object({ measures: z.array(measure) });

const area = z.object({ code: z.string(), name: z.string() });
const board = area.extend({
  region: z.string(),
  validFrom: z.string().nullish(),
  validTo: z.string().nullish(),
  /** Where its hexagon stands: odd rows are shifted right by half, `r` grows north. */
  tile: z.object({ q: z.number(), r: z.number() }).optional(),
});
export const areas = z.object({
  boards: z.array(board),
  regions: z.array(area),
  /** Those that may be named. */
  providers: z.array(area).optional(),
});
/** By level, then by code: what an answer calls the places in it that no list closes. */
const placeNames = z.record(z.string(), z.record(z.string(), z.string()));
/** With the names that come with an answer, where one is read. */
export type Areas = z.infer<typeof areas> & { places?: z.infer<typeof placeNames> };
export type Board = z.infer<typeof board>;

export const status = z.object({
  lag: z.number(),
  shownUpTo: z.string().nullable(),
  log: z.object({ writable: z.boolean() }),
});
export type Status = z.infer<typeof status>;

const number = z.number().nullish();

export const row = z
  .object({
    numerator: number,
    denominator: number,
    value: number,
    lower: number,
    upper: number,
    suppressed: z.array(z.string()).optional(),
    flags: z.array(z.string()).optional(),
  })
  .catchall(z.unknown());
export type Row = z.infer<typeof row>;

const edition = z.object({ id: z.string(), label: z.string().optional(), synthetic: z.boolean().optional() });

/** What every answer about data says of itself. */
export const envelope = z.object({
  asOf: z.string(),
  boundaries: z.string().optional(),
  profile: z.string(),
  editions: z.array(edition),
  names: placeNames.optional(),
  excluded: z.record(z.string(), z.number().nullable()),
  settling: z.object({ lag: z.number() }).optional(),
  /** Groups within a withheld one are not listed: of those that are absent, some may hold a few people. */
  unlisted: z.boolean().optional(),
  notes: z.array(z.string()).optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** The same, of answers about one measure. */
export const measured = envelope.extend({ measure: z.string(), version: z.number(), unit: z.string() });

export const answer = measured.extend({ rows: z.array(row) });
export type Answer = z.infer<typeof answer>;
