import { EVENT_TYPES } from '@waymark/events';
import { z } from 'zod';

const count = z.int().min(0);
const instant = z.iso.datetime();

/** What earlier files of a profile held and the last one does not. The one source of the type and of OpenAPI. */
export const goneAnswer = z.strictObject({
  profile: z.string(),
  asOf: instant,
  import: z
    .strictObject({
      ...{ id: z.string(), revision: count, updatedAt: instant },
      rejected: count.describe('Rows of it that are still refused; while there are any, nothing is listed'),
    })
    .nullable()
    .describe('The last file, with the corrected rows that came since; null: nothing was sent yet'),
  total: count,
  listed: z
    .array(
      z.strictObject({
        ...{
          source: z.string(),
          id: z.string(),
          type: z.enum(EVENT_TYPES),
          subject: z.string(),
          time: instant,
        },
        voidId: z
          .string()
          .describe(
            'The id that its void takes, under the same source and subject, with the revision of the import and its updatedAt as time: ' +
              'so a later file that holds the row again takes the void back',
          ),
      }),
    )
    .max(5_000),
});
export type GoneAnswer = z.infer<typeof goneAnswer>;
