import { z } from 'zod';
import { envelope, row } from './schemas.js';

const supportRow = row.extend({ what: z.string() });

export const supportAnswer = envelope.extend({ rows: z.array(supportRow) });
export type SupportAnswer = z.infer<typeof supportAnswer>;
