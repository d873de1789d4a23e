import { z } from 'zod';
import type { Pseudonyms } from '@waymark/events';

/** Makes the pseudonym of a value of a kind: equal for equal values of one provider. */
export type Pseudonymise = (kind: string, values: readonly string[]) => string;

const KIND = 'what it identifies, such as person: lower-case letters';

/** What a pseudonym identifies, as a profile names it. */
export const pseudonymKind = z.string(KIND).regex(/^[a-z][a-z0-9-]{0,31}$/, KIND);

/** What a cell says: spaces around it are nobody's. */
export const cellText = (written: string): string => written.trim();

/**
 * The pseudonyms of one provider's cells, wherever they are asked for. Each is worked out once: a row asks for the same one in most
 * of its events.
 */
export function pseudonymiser(of: { pseudonyms: Pseudonyms; providerId: string }): Pseudonymise {
  const { pseudonyms, providerId } = of;
  const known = new Map<string, string>();
  return (kind, values) => {
    const value = values.join('\u001F');
    const key = `${kind}\u001F${value}`;
    const found = known.get(key) ?? pseudonyms.identifier(providerId, kind, value);
    known.set(key, found);
    return found;
  };
}
