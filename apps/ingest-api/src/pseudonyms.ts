import type { Pseudonyms } from '@waymark/events';
import { cellText, pseudonymiser, pseudonymKind } from '@waymark/provider-formats';
import { Problem } from '@waymark/service';
import { z } from 'zod';

export const VALUES_MAX = 5_000;

const value = z
  .string('a text')
  .max(200, 'at most 200 characters')
  .refine((text) => cellText(text) !== '', 'a text that is not blank: an empty cell has no pseudonym');
const listed = `a list of 1 to ${VALUES_MAX} texts`;

/** The names of members that nobody knows are the caller's, and may be anything: they are not given back. */
const MEMBERS = 'an object of kind and values, and no other member';

/** What is asked: cells of one kind. The list is measured before its texts are looked at, one by one. */
const pseudonymsAsked = z.strictObject(
  {
    kind: pseudonymKind,
    values: z.array(z.unknown(), listed).min(1, listed).max(VALUES_MAX, listed).pipe(z.array(value)),
  },
  MEMBERS,
);

export const pseudonymsAnswer = z.strictObject({
  pseudonyms: z.array(z.string()).describe('In the order of the values'),
});
export type PseudonymsAnswer = z.infer<typeof pseudonymsAnswer>;

/** Tells a provider what its own cells become in an import, so that it finds its people again. Nothing of it is kept. */
export class OwnPseudonyms {
  constructor(private readonly pseudonyms: Pseudonyms) {}

  /** @throws {Problem} 400 invalid_body, with a pointer to the first fault and what was expected. */
  of(providerId: string, body: unknown): PseudonymsAnswer {
    const asked = pseudonymsAsked.safeParse(body);
    if (!asked.success) throw invalid(asked.error.issues[0]);
    const { kind, values } = asked.data;
    const pseudonymise = pseudonymiser({ pseudonyms: this.pseudonyms, providerId });
    return { pseudonyms: values.map((written) => pseudonymise(kind, [cellText(written)])) };
  }
}

function invalid(issue: z.core.$ZodIssue | undefined): Problem {
  const pointer = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
  const detail = 'The body is not such a question; pointer says where, expected what belongs there.';
  return new Problem(400, 'invalid_body', detail, { pointer, expected: issue?.message ?? MEMBERS });
}
