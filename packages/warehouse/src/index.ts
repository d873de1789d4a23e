export * from './fault.js';
export * from './warehouse.js';
export type { Param, Params } from './literals.js';
export * from './migrate.js';
export * from './generation.js';
export * from './building.js';
export * from './compare-generations.js';
export * from './reference.js';
export * from './tables/events.js';
export * from './tables/pathways.js';
export * from './tables/progress.js';
export * from './tables/dead-letters.js';
export { writeTelemetry, type TelemetryRow } from './tables/telemetry.js';
export { forgetFrozen } from './tables/frozen.js';
export * from './frozen/frozen-tables.js';
export * from './projection/projection.js';
export type * from './questions/question.js';
export {
  countBaseCells,
  countBaseCellsApart,
  TooManyCells,
  type BaseCellsQuestion,
  type BaseDimension,
  type BasePeriods,
  type BaseTableAsked,
  type CountedCell,
  type CountedTable,
} from './questions/base-cells.js';
export { countCells, countMeasure } from './questions/count-measure.js';
export { recordingHabits, type ProviderHabits } from './questions/recording-habits.js';
export { COUNTED_RATE, countRates, type RateAnswer, type RateRow } from './questions/count-rates.js';
export { countFollowUpCells, countFollowUps } from './questions/count-follow-ups.js';
export { COUNTED_UNFOLLOWED } from './questions/follow-up.js';
export { ofMeasure, type Counted } from './questions/counted.js';
export { excludedTogether, type CountedApart } from './questions/taken-apart.js';
export { countedStages, countStages, type StagesRow } from './questions/count-stages.js';
export {
  COUNTED_WEEKS,
  countWeeks,
  nameOfWeeksOver,
  WEEKS_COUNTED,
  type WeekCount,
  type WeekRow,
} from './questions/count-weeks.js';
export {
  countedGiven,
  countReasons,
  excludedOfGiven,
  nameOfGiven,
  type Given,
  type ReasonsRow,
} from './questions/count-reasons.js';
export { COUNTED_SUPPORT, SUPPORT_CODES } from './questions/count-support.js';
export { countChanges, countedPairs, type ChangeRow } from './questions/count-changes.js';
export type { FeedQuestion } from './questions/feed-question.js';
export {
  feedArrivals,
  feedCopies,
  feedReceived,
  LAG_DAYS,
  type FeedArrivals,
  type FeedCopies,
} from './questions/feed-arrivals.js';
export {
  FEED_FACTS,
  feedFacts,
  feedOrphans,
  feedUnlinked,
  UNLINKED_FOR,
  type FeedFactsMonth,
} from './questions/feed-referrals.js';
export { feedGone, feedRevisions, type FileQuestion, type GoneEvent } from './questions/feed-gone.js';
export { feedSessionMonths, feedSessionsWithoutOutcome } from './questions/feed-sessions.js';
export {
  AT_RISK_WHY,
  feedAtRisk,
  MISSED_IN_A_ROW,
  SILENT_DAYS,
  STOPPED_DAYS,
  type AtRiskWhy,
} from './questions/at-risk.js';
