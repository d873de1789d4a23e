import type { ProviderIdentity, SupplierIdentity } from '@waymark/service';

/** Whose key an event came with: a provider's, or a supplier's that sends for several. */
export type Sender = ProviderIdentity | SupplierIdentity;

/** By which the sender's requests are counted and bounded. No provider's id holds a colon. */
export const senderId = (sender: Sender): string =>
  sender.kind === 'provider' ? sender.providerId : `supplier:${sender.supplierId}`;

/**
 * The provider that an event is of: its source begins with one of the provider's prefixes, and no two providers share one. Where
 * none of the supplier's own does, it is nobody's, and its source is not allowed.
 */
export function providerOf(sender: Sender, event: unknown): ProviderIdentity {
  if (sender.kind === 'provider') return sender;
  const { source } = (event ?? {}) as { source?: unknown };
  const found =
    typeof source === 'string' &&
    sender.serves.find(({ sourcePrefixes }) => sourcePrefixes.some((prefix) => source.startsWith(prefix)));
  return found || { kind: 'provider', providerId: NOBODY, keyId: sender.keyId, sourcePrefixes: [] };
}

/** No provider's id is empty. */
export const NOBODY = '';
