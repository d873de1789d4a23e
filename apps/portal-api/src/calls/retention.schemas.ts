import { TIME_BREAKDOWNS } from '@waymark/measures';
import { z } from 'zod';
import { envelope, row } from '../schemas.js';

const weekRow = row.extend({
  week: z.int().min(0).describe('Since the first attended session; week 0 begins with it'),
  numerator: z.int().nullable().describe('Who attended in that week; null: withheld'),
  denominator: z.int().nullable().describe('Starters of the cohort whose week is over; null: withheld'),
});
export type WeekShown = z.infer<typeof weekRow>;

const body = {
  cohort: z.enum(TIME_BREAKDOWNS).describe('By what starters are gathered: of their first attended session'),
  rows: z.array(weekRow),
};
export type RetentionBody = z.infer<z.ZodObject<typeof body>>;

export const retentionAnswer = z.strictObject({ ...body, ...envelope });
