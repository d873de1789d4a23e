/** A provider as the registry keeps it (structurally the registry's entity, without keys). */
export interface SyntheticProvider {
  id: ProviderId;
  name: string;
  /** Every `source` of its events begins with it. */
  sourcePrefixes: string[];
  keys: never[];
  completeFrom?: string;
  completeTo?: string;
}

export type ProviderId =
  | 'demo-linkworkers'
  | 'demo-northern'
  | 'demo-exercise'
  | 'demo-mind'
  | 'demo-leisure'
  | 'demo-trust'
  | 'demo-garden'
  | 'demo-coast'
  | 'demo-voices'
  | 'demo-steps';

/** Joined in mid-year: nothing of it is known before. */
export const GARDEN_JOINED = '2025-07-01';
export const MIND_JOINED = '2024-10-01';
/** Its contract ended; so did its feed. */
export const STEPS_LEFT = '2026-03-31';

const provider = (
  id: ProviderId,
  name: string,
  feed: Pick<SyntheticProvider, 'completeFrom' | 'completeTo'> = {},
): SyntheticProvider => ({
  id,
  name: `${name} (demonstration)`,
  sourcePrefixes: [sourcePrefix(id)],
  keys: [],
  ...feed,
});

export function sourcePrefix(id: ProviderId): string {
  return `https://${id}.waymark.example/`;
}

/** Who sends in the demonstration; all invented. */
export const SYNTHETIC_PROVIDERS: SyntheticProvider[] = [
  provider('demo-linkworkers', 'Link workers of the PCNs'),
  provider('demo-northern', 'Northern Wellbeing Partnership'),
  provider('demo-exercise', 'Exercise Referral Alliance'),
  provider('demo-mind', 'Steady Minds health coaching', { completeFrom: MIND_JOINED }),
  provider('demo-leisure', 'Active Leisure'),
  provider('demo-trust', 'Community Sport Trust'),
  provider('demo-garden', 'Growing Well gardens', { completeFrom: GARDEN_JOINED }),
  provider('demo-coast', 'Coast and Water'),
  provider('demo-voices', 'Voices and Makers'),
  provider('demo-steps', 'Steps walking groups', { completeTo: STEPS_LEFT }),
];
