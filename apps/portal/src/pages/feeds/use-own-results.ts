import { funnelAnswer, type FunnelAnswer, type FunnelPoint } from '../../api/funnel-schema.js';
import { callPath } from '../../api/queries.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { survivalAnswer, type SurvivalAnswer } from '../../api/survival-schema.js';
import { useCall, type Called } from '../../api/use-call.js';

/** What a service is told of itself: who starts, who comes, who stays, who completes. */
export const OWN_MEASURES = [
  'uptake.first_session',
  'attendance',
  'dna',
  'retained.12w',
  'completed.of_starters',
] as const;

/** One own figure, exact, and where it stands among others without their names. */
export interface OwnResult {
  measure: Measure;
  own: Called<Answer>;
  funnel: Called<FunnelAnswer>;
}

/** Boards are today's, as on the pages that the results link to. */
const COMMON = { boundaries: 'current' } as const;

export function useOwnResult(measure: Measure, provider: string): OwnResult {
  const own = useCall(callPath(`measures/${measure.id}`, { ...COMMON, provider }), answer);
  const funnel = useCall(callPath('funnel', { ...COMMON, measure: measure.id }), funnelAnswer);
  return { measure, own, funnel };
}

/** How engagement of own people ended. */
export function useOwnEndings(provider: string): Called<SurvivalAnswer> {
  return useCall(callPath('survival', { ...COMMON, provider }), survivalAnswer);
}

/** The own point of a funnel. */
export function ownPoint({ points }: FunnelAnswer, provider: string): FunnelPoint | undefined {
  return points.find((point) => point['provider'] === provider);
}
