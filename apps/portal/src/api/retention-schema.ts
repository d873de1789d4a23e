import { z } from 'zod';
import { envelope, row } from './schemas.js';

const weekRow = row.extend({ week: z.number() });
export type WeekRow = z.infer<typeof weekRow>;

export const retentionAnswer = envelope.extend({ cohort: z.string(), rows: z.array(weekRow) });
export type RetentionAnswer = z.infer<typeof retentionAnswer>;
