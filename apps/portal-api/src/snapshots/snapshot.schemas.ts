import { PROFILES } from '@waymark/disclosure';
import { z } from 'zod';
import { BOUNDARIES, preparing } from '../schemas.js';

export const QUESTIONS_MAX = 20;

export const snapshotAsked = z.strictObject({
  title: z.string().trim().min(1).max(200),
  questions: z
    .array(z.string().min(1).max(4_000))
    .min(1)
    .max(QUESTIONS_MAX)
    .describe('Addresses of calls about data, with their parameters, from /api/v1/ on; without asOf'),
  asOf: z
    .string()
    .max(64)
    .optional()
    .describe('An instant, or a date: its last millisecond in London; absent: the latest settled'),
});
export type SnapshotAsked = z.infer<typeof snapshotAsked>;

const definition = z
  .strictObject({
    name: z.string(),
    sentence: z.string(),
    numerator: z.string(),
    denominator: z.string().nullable(),
    maturity: z.string().nullable(),
  })
  .describe('As the registry defined the measure when the snapshot was made');

const frozenFile = z.strictObject({
  href: z.string().describe('Where the file is made again from the tables'),
  question: z.string().describe('The question with instant, edition, version and profile pinned'),
  profile: z.enum(PROFILES),
  boundaries: z.enum(BOUNDARIES),
  editions: z.array(z.string()),
  measure: z.string().optional(),
  version: z.int().optional(),
  definition: definition.optional(),
  bytes: z.int(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the bytes of the file'),
});
export type FrozenFile = z.infer<typeof frozenFile>;

export const snapshot = z.strictObject({
  id: z.string(),
  title: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  asOf: z.iso.datetime(),
  build: z
    .string()
    .describe('That answered the questions; the files do not name it, so a later one can give them'),
  files: z.array(frozenFile),
});
export type Snapshot = z.infer<typeof snapshot>;

export const snapshotPreparing = preparing.extend({
  asOf: z.string().describe('Ask again with this instant: its tables are the ones being folded'),
});
