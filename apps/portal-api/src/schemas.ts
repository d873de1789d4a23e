import { BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { PROFILES } from '@waymark/disclosure';
import { z } from 'zod';

/** Members of a row that may be withheld. */
export const ROW_MEMBERS = ['numerator', 'denominator', 'value', 'lower', 'upper'] as const;
export type RowMember = (typeof ROW_MEMBERS)[number];

const FLAG_MEANINGS = {
  partial: 'the period is not over',
  immature: 'some are too recent to be counted',
  boundary_change: 'the board changed on 1 April 2026, within the period or as it began',
  provider_joined: 'the feed of a provider that it holds began within the period',
  provider_left: 'one ended within it',
  attendances_only: 'a provider that it is of records no missed sessions, or no cancellations',
  low_recording: 'fewer than four in five of the sessions have an outcome',
  not_reached: 'the curve does not come to that share within two years',
  not_followed: 'nobody, or too few, followed to that day',
} as const;
const ROW_FLAGS = Object.keys(FLAG_MEANINGS) as (keyof typeof FLAG_MEANINGS)[];

/** What a value may be counted in. */
export const MEASURE_UNITS = [
  'count',
  'proportion',
  'days',
  'per_1000_years',
  'points',
  'minutes',
  'met_minutes',
] as const;

/** Parameters with a closed list; the first of each is the default. */
export const BOUNDARIES = ['as_was', 'current'] as const;
export const AREAS = ['registered', 'resident'] as const;
export const UNITS = ['referral', 'person'] as const;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** A member for each breakdown, there when asked. */
export const optionalEach = <T extends z.ZodType>(schema: T): Record<Breakdown, z.ZodOptional<T>> =>
  Object.fromEntries(BREAKDOWNS.map((name) => [name, schema.optional()])) as Record<
    Breakdown,
    z.ZodOptional<T>
  >;

const published = z.strictObject({
  value: z.number(),
  limits: z.tuple([z.number(), z.number()]).optional(),
  n: z.int().nullable(),
  source: z.string(),
  differs: z.string(),
});

const measure = z.strictObject({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  sentence: z.string(),
  unit: z.enum(MEASURE_UNITS),
  improvement: z.enum(['increase', 'decrease', 'neutral']),
  numerator: z.string(),
  denominator: z.string().nullable(),
  maturity: z.string().nullable(),
  caveats: z.array(z.string()),
  published: z.array(published),
  counting: z
    .looseObject({
      over: z.enum(['referrals', 'onward', 'starters', 'sessions']),
      byTime: z.boolean().optional().describe('false: cannot be broken down by time'),
    })
    .optional()
    .describe('The rule as the warehouse counts it'),
  timing: z
    .looseObject({ until: z.enum(['disengagement', 'first_contact_at', 'first_attended_at']) })
    .optional()
    .describe('What is read from which curve, of measures of how long something takes'),
  rate: z
    .looseObject({ of: z.enum(['referrals']), among: z.enum(['registered_patients']) })
    .optional()
    .describe('What is counted among whom, of rates'),
  outcome: z
    .looseObject({ instrument: z.string(), score: z.string(), summary: z.enum(['mean', 'median']) })
    .optional()
    .describe('Which score is compared, of measures of change'),
});

export const measuresAnswer = z.strictObject({ measures: z.array(measure) });

const withheld = z.number().nullable().describe('null: withheld, or there is none');
export const row = z.strictObject({
  ...optionalEach(z.string()),
  numerator: withheld,
  denominator: withheld,
  value: withheld.describe('In the unit of the measure'),
  lower: withheld.describe('Lower 95% limit'),
  upper: withheld.describe('Upper 95% limit'),
  baseline: z
    .strictObject({
      paired: withheld.describe('Mean baseline of those with a pair'),
      unpaired: withheld.describe('Mean baseline of those without'),
    })
    .optional()
    .describe('Beside a change: where people began, with a second score and without one'),
  patientYears: withheld
    .optional()
    .describe('Of a rate: registered patients x years of the practices that sent a referral'),
  coverage: withheld.optional().describe('Of a rate: their share of the patients of the area'),
  referrals: z
    .strictObject({
      numerator: withheld,
      denominator: withheld,
      suppressed: z.array(z.enum(['numerator', 'denominator'])).optional(),
    })
    .optional()
    .describe(
      'Where persons are asked for: the same counts of every referral, those that fold into an earlier one included. Not of measures of change',
    ),
  suppressed: z.array(z.enum(ROW_MEMBERS)).optional().describe('Members withheld'),
  flags: z
    .array(z.enum(ROW_FLAGS))
    .optional()
    .describe(
      Object.entries(FLAG_MEANINGS)
        .map(([flag, meaning]) => `${flag}: ${meaning}`)
        .join('; '),
    ),
});
export type Row = z.infer<typeof row>;

const edition = z.strictObject({ id: z.string(), label: z.string(), synthetic: z.boolean() });

const scope = z
  .strictObject({
    kind: z.enum(['everything', 'boards', 'providers']),
    boards: z.array(z.string()).optional(),
    providers: z.array(z.string()).optional(),
  })
  .describe(
    'Whose rows were counted: everything, journeys of these boards (today’s), or what these providers sent',
  );

const namesByCode = z.record(z.string(), z.string()).optional();

/** What every answer about data says of itself. */
export const envelope = {
  filters: z
    .strictObject({
      ...optionalEach(z.array(z.string())),
      from: month.optional(),
      to: month.optional(),
    })
    .describe('As asked; months both included'),
  asOf: z.iso.datetime().describe('The instant judged at'),
  position: z.array(z.int()).describe('Log end per partition that is shown'),
  boundaries: z.enum(BOUNDARIES),
  areas: z.enum(AREAS),
  per: z.literal('person').optional().describe('Only the earliest referral of a person, where so asked'),
  panel: z.literal('constant').optional().describe('Only providers that were complete throughout'),
  gap: z.int().optional().describe('Days without attendance that are no silence yet, where asked'),
  scope,
  profile: z.enum(PROFILES),
  editions: z.array(edition).describe('Reference editions that areas and deprivation were read from'),
  names: z
    .strictObject({ sub_icb: namesByCode, pcn: namesByCode, practice: namesByCode })
    .optional()
    .describe(
      'What the edition calls the places in the rows and filters; a place that it does not name is absent',
    ),
  build: z.string(),
  excluded: z
    .record(z.string(), z.int().nullable())
    .describe('What was left out, by why; null: withheld. What is absent is 0'),
  settling: z
    .strictObject({ lag: z.int() })
    .optional()
    .describe(
      'There while records of the log are on their way into the tables: figures may hold a part of them',
    ),
  unlisted: z
    .literal(true)
    .optional()
    .describe(
      'Groups that lie within a withheld one are not listed: of those that are absent, some may hold a few people',
    ),
  notes: z.array(z.string()).optional().describe('What to keep in mind when reading'),
};
export type Envelope = z.infer<z.ZodObject<typeof envelope>>;

const measureBody = {
  measure: z.string(),
  version: z.int(),
  unit: z.enum(MEASURE_UNITS),
  rows: z.array(row),
};
export type MeasureBody = z.infer<z.ZodObject<typeof measureBody>>;

export const measureAnswer = z.strictObject({ ...measureBody, ...envelope });
export type MeasureAnswer = z.infer<typeof measureAnswer>;

/** The answer while the tables of a past instant are folded. */
export const preparing = z.strictObject({
  status: z.literal('preparing'),
  share: z.number().min(0).max(1).describe('How much is done'),
});
export type Preparing = z.infer<typeof preparing>;

const named = z.strictObject({ code: z.string(), name: z.string() });
const board = named.extend({
  region: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  tile: z.strictObject({ q: z.int(), r: z.int() }),
  successors: z.array(z.string()),
  predecessors: z.array(z.string()),
});
export const areasAnswer = z.strictObject({
  boards: z.array(board),
  regions: z.array(named),
  providers: z
    .array(named)
    .describe('Those that the person asking may know the names of; to a provider, its own services'),
});
export type AreasAnswer = z.infer<typeof areasAnswer>;

const behind = z.strictObject({
  part: z.enum(['ingest', 'log', 'registry', 'processor', 'warehouse', 'rebuild']),
  records: z.int().min(0).optional().describe('Records still to be taken'),
  seconds: z.int().min(0).optional().describe('Age of the oldest record that is not shown, at most'),
  since: z.iso.datetime().optional().describe('Since when it has been seen to be at fault'),
  fault: z.string().optional().describe('Why, without the content of any record'),
});
export type Behind = z.infer<typeof behind>;

export const statusAnswer = z.strictObject({
  lag: z.int().describe('Records in the log not yet in what is shown; 0: everything acknowledged is visible'),
  position: z.array(z.int()).describe('Log end per partition that is shown'),
  generation: z.int(),
  shownUpTo: z.iso.datetime().nullable().describe('Every record up to then is shown; null: not yet any'),
  log: z.strictObject({
    kind: z.enum(['embedded', 'kafka']),
    writable: z.boolean(),
    fault: z.string().optional(),
  }),
  warehouse: z.strictObject({
    kind: z.enum(['clickhouse', 'chdb']),
    answers: z.boolean(),
    fault: z.string().optional(),
  }),
  behind: z.array(behind).describe('Which parts are behind, and by how much; empty: none is'),
});
export type StatusAnswer = z.infer<typeof statusAnswer>;
