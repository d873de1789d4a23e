import type { Barrier, BarrierOrReason, ContactAction } from '@waymark/events';
import { choiceOf } from './random.js';

/** Why people miss, decline and leave; `undefined` = none given. */
export const LEAVING = choiceOf<BarrierOrReason>({
  ...{
    health_worsened: 0.2,
    improved: 0.06,
    work_or_caring: 0.15,
    transport: 0.09,
    cost: 0.07,
    timing: 0.08,
  },
  ...{ accessibility: 0.03, anxiety_or_confidence: 0.1, fear_of_injury: 0.02, stigma: 0.01, language: 0.02 },
  ...{
    activity_not_suitable: 0.06,
    not_interested: 0.08,
    no_reply: 0.08,
    waiting_too_long: 0.04,
    not_recorded: 0.1,
  },
});
export const MISSING = choiceOf<BarrierOrReason>({
  ...{
    health_worsened: 0.3,
    work_or_caring: 0.22,
    transport: 0.14,
    timing: 0.1,
    anxiety_or_confidence: 0.08,
  },
  ...{ cost: 0.03, other: 0.05, not_recorded: 0.08 },
});
export const DECLINING = choiceOf<BarrierOrReason>({
  ...{ not_interested: 0.35, work_or_caring: 0.15, improved: 0.1, health_worsened: 0.1, stigma: 0.04 },
  ...{ language: 0.03, transport: 0.08, cost: 0.05, not_recorded: 0.1 },
});
export const BARRIERS_MET = choiceOf<Barrier>({
  ...{ transport: 0.2, cost: 0.12, anxiety_or_confidence: 0.22, work_or_caring: 0.14, health_worsened: 0.12 },
  ...{ accessibility: 0.06, timing: 0.08, language: 0.03, fear_of_injury: 0.03 },
});
export const FIRST_ACTIONS = choiceOf<ContactAction>({
  personalised_plan: 0.6,
  motivation: 0.25,
  practical_help: 0.15,
});
export const LATER_ACTIONS = choiceOf<ContactAction>({
  ...{
    review: 0.35,
    motivation: 0.25,
    practical_help: 0.15,
    reminder: 0.15,
    accompanied_visit: 0.07,
    other: 0.03,
  },
});
