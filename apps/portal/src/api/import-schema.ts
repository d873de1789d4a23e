import { z } from 'zod';

const counts = {
  /** Rows of data; the header is none. */
  rows: z.number(),
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  /** Rows that the profile makes nothing of. */
  leftOut: z.number(),
};

const lastImport = z
  .object({ ...counts, id: z.string(), state: z.string(), updatedAt: z.string() })
  .partial();

const listedProfile = z.object({
  name: z.string(),
  hash: z.string(),
  snapshot: z.boolean(),
  lastImport: lastImport.nullable(),
});
export type ListedProfile = z.infer<typeof listedProfile>;

export const profilesAnswer = z.object({ profiles: z.array(listedProfile) });

const template = z.object({
  name: z.string(),
  hash: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), allowed: z.array(z.string()).optional() })),
});
export type Template = z.infer<typeof template>;

export const templatesAnswer = z.object({ templates: z.array(template) });

/** What becomes of a profile that was stored: its name and what tells it from every other. */
export const storedProfile = z.object({ name: z.string(), hash: z.string() });
export type StoredProfile = z.infer<typeof storedProfile>;

const fullEvent = z.looseObject({
  time: z.unknown(),
  when: z.array(z.looseObject({ notIn: z.array(z.string()).optional() })).optional(),
  data: z.record(z.string(), z.unknown()),
});

const fullProfile = z.looseObject({
  name: z.string(),
  snapshot: z.boolean().optional(),
  unpivot: z
    .looseObject({
      columns: z.object({
        date: z.string().optional(),
        like: z.string().optional(),
        weekOne: z.string().optional(),
      }),
    })
    .optional(),
  subject: z.unknown(),
  events: z.record(z.string(), fullEvent),
});
export type FullProfile = z.infer<typeof fullProfile>;

/** A stored profile with everything that it says. */
export const profileAnswer = z.object({ profile: fullProfile });

const draftEvent = z.object({ time: z.unknown(), data: z.record(z.string(), z.unknown()) });

/** As far as the page reads a draft: how dates are written, what words stand for, what stands across. */
const draft = z.object({
  unpivot: z
    .object({
      columns: z.object({
        date: z.string().optional(),
        like: z.string().optional(),
        weekOne: z.string().optional(),
      }),
    })
    .optional(),
  events: z.record(z.string(), draftEvent),
});
export type DraftProfile = z.infer<typeof draft>;

export const guessAnswer = z.object({
  headers: z.array(z.string()),
  sampleRows: z.array(z.array(z.string())),
  guess: z.object({
    profile: draft.optional(),
    placed: z.array(z.object({ column: z.string(), as: z.string(), confidence: z.number() })),
    unknownValues: z.array(z.object({ column: z.string(), values: z.array(z.string()) })),
  }),
});
export type GuessAnswer = z.infer<typeof guessAnswer>;

const reject = z.object({
  row: z.number(),
  column: z.string().nullable(),
  code: z.string(),
  expected: z.string(),
});

const madeEvent = z.object({
  ...{ type: z.string(), time: z.string(), id: z.string(), subject: z.string() },
  data: z.record(z.string(), z.unknown()),
});
export type MadeEvent = z.infer<typeof madeEvent>;

const sampleRow = z.object({
  row: z.number(),
  cells: z.record(z.string(), z.string()),
  events: z.array(madeEvent),
});
export type SampleRow = z.infer<typeof sampleRow>;

export const previewAnswer = z.object({
  ...counts,
  /** The first thousand. */
  rejects: z.array(reject.extend({ sentence: z.string() })),
  sample: z.array(sampleRow),
});
export type Preview = z.infer<typeof previewAnswer>;

export const importAnswer = z.object({
  ...counts,
  ...{ id: z.string(), revision: z.number(), events: z.number() },
  state: z.enum(['running', 'completed', 'broken']),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

const goneEvent = z.object({
  ...{ source: z.string(), id: z.string(), type: z.string(), subject: z.string(), time: z.string() },
  /** The id of the event that takes it back: another would take it back for ever. */
  voidId: z.string(),
});
export type GoneEvent = z.infer<typeof goneEvent>;

export const goneAnswer = z.object({
  /** The last whole file, completed by the corrected rows sent since. */
  import: z
    .object({ id: z.string(), revision: z.number(), updatedAt: z.string(), rejected: z.number() })
    .nullable(),
  total: z.number(),
  /** The first five thousand. */
  listed: z.array(goneEvent),
});
export type Gone = z.infer<typeof goneAnswer>;

export const pushAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
});
