import { createHmac } from 'node:crypto';

/**
 * Keyed pseudonyms: equal for equal values under one key, and of no use without it. The key lives in the ingest
 * process alone and is fixed for the life of a log; its version stands in front so that a later key can be told apart.
 */
export class Pseudonyms {
  /** @param key at least 16 bytes; text is taken as UTF-8. */
  constructor(
    private readonly key: string | Uint8Array,
    private readonly version = 1,
  ) {
    if (key.length < 16) throw new RangeError('a pseudonym key has at least 16 bytes');
  }

  /** `n<version>.<hex>` of a checked ten-digit NHS number: the same for every provider, which is what links journeys. */
  nhs(tenDigits: string): string {
    return `n${this.version}.${this.hmac(tenDigits)}`;
  }

  /** `p<version>.<hex>` of a provider's own id of a person: no two providers share one. */
  person(providerId: string, id: string): string {
    return `p${this.version}.${this.hmac(`${providerId}\u0000${id}`)}`;
  }

  /**
   * `x<version>.<hex>` of any identifying value of an export, within a scope (a profile's column): a legal subject or id.
   */
  identifier(providerId: string, scope: string, value: string): string {
    return `x${this.version}.${this.hmac(`${providerId}\u0000${scope}\u0000${value}`)}`;
  }

  private hmac(text: string): string {
    return createHmac('sha256', this.key).update(text, 'utf8').digest('hex');
  }
}
