import { z } from 'zod';
import { envelope, row, ROW_MEMBERS } from '../schemas.js';
import { measureMembers } from './members.schemas.js';

const adjusted = z
  .strictObject({
    expected: z.number().describe('Had the rates of the whole answer held in the area, cell by cell'),
    ratio: z.number().describe('Observed over expected'),
    lower: z.number().describe('Lower 95% limit: exact Poisson below 10 observed, Byar’s from then on'),
    upper: z.number().describe('Upper 95% limit'),
  })
  .nullable()
  .describe('null: withheld, or nothing is expected');

const comparedRow = row
  .omit({ suppressed: true })
  .extend({
    adjusted,
    suppressed: z
      .array(z.enum([...ROW_MEMBERS, 'adjusted']))
      .optional()
      .describe('Members withheld'),
  })
  .strict();
export type ComparedRow = z.infer<typeof comparedRow>;

const split = z
  .strictObject({
    first: z.string().describe('Code of the one'),
    second: z.string().describe('Code of the other'),
    difference: z.number().describe('Value of the first less that of the second'),
    mix: z.number().describe('The part that comes from who is referred'),
    rates: z.number().describe('The part that comes from what happens to like people'),
  })
  .nullable()
  .describe('Of two areas that a filter names (Kitagawa); null: there are not two, or it is withheld');
export type Split = z.infer<typeof split>;

const compareBody = {
  ...measureMembers,
  adjust: z.array(z.string()).describe('What people are made alike by'),
  split,
  rows: z.array(comparedRow),
};
export type CompareBody = z.infer<z.ZodObject<typeof compareBody>>;

export const compareAnswer = z.strictObject({ ...compareBody, ...envelope });
