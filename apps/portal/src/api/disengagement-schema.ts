import { z } from 'zod';
import { envelope, row } from './schemas.js';

const endingRow = row.extend({ ending: z.string(), why: z.string() });
export type EndingRow = z.infer<typeof endingRow>;
const barrierRow = row.extend({ barrier: z.string() });
export type BarrierRow = z.infer<typeof barrierRow>;

export const disengagementAnswer = envelope.extend({
  endings: z.array(endingRow),
  barriers: z.array(barrierRow),
});
export type DisengagementAnswer = z.infer<typeof disengagementAnswer>;
