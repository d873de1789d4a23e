export { chiSquareQuantile, chiSquareUpper, gammaQuantile } from './distributions/gamma.js';
export { betaQuantile, fUpper, tQuantile, tTwoSided } from './distributions/beta.js';
export { normalQuantile, normalTwoSided, zOf } from './distributions/normal.js';
export { mean, sum, variance } from './numeric/sums.js';

export { wilson, type Limits } from './proportion.js';
export {
  proportionDifference,
  waldDifference,
  type Difference,
  type Share,
} from './proportions/difference.js';
export { clopperPearson } from './proportions/exact.js';
export { quantileGroups } from './proportions/quantile-groups.js';

export { byar, exactPoisson, poissonLimits, rate, type PoissonMethod, type Rate } from './rates/poisson.js';
export { mixAndRates, type MixCell, type MixSplit } from './rates/mix.js';
export { rateRatio, type Exposure, type RateRatio } from './rates/ratio.js';
export {
  directlyStandardisedRate,
  EUROPEAN_STANDARD_POPULATION_2013,
  expectedEvents,
  indirectRatio,
  type IndirectRatio,
  type ReferenceBand,
  type StandardBand,
  type StandardisedRate,
} from './rates/standardise.js';

export {
  cohensD,
  meanWithLimits,
  moments,
  pairedT,
  pooledT,
  welch,
  type MeanDifference,
  type MeanLimits,
  type Moments,
} from './means/means.js';
export { kolmogorovSmirnov, type KolmogorovSmirnov } from './means/kolmogorov-smirnov.js';
export { adjustP, anova, mannWhitney, spearman, type Adjustment, type MannWhitney } from './means/ranks.js';

export { riskTable, type FollowUp, type RiskRow } from './survival/risk-table.js';
export { probabilityLimits, type LimitsType } from './survival/limits.js';
export {
  kaplanMeier,
  survivalAt,
  type CurveOptions,
  type SurvivalAt,
  type SurvivalStep,
} from './survival/kaplan-meier.js';
export {
  restrictedMean,
  restrictedMeanDifference,
  timeByWhich,
  type RestrictedMean,
  type RestrictedMeanDifference,
  type TimeWithLimits,
} from './survival/summaries.js';
export { logRank, type GroupedFollowUp, type LogRank } from './survival/log-rank.js';
export { cumulativeIncidence, type CompetingStep, type Incidence } from './survival/competing.js';
export { grayTest, type GrayTest } from './survival/gray.js';
export {
  andersenGill,
  coxRegression,
  type CoxFit,
  type CoxPerson,
  type CoxSpell,
  type RateRegression,
} from './survival/cox.js';
export { type CoxRow, type Ties } from './survival/partial-likelihood.js';
export { meanCumulativeFunction, type MeanCountStep, type Spell } from './survival/recurrent.js';

export { availability, type Availability } from './adherence/availability.js';
export { coveredEpisodes, type CoveredEpisode } from './adherence/episodes.js';
export { type CoveringEvent, type DayRange } from './adherence/covered.js';

export {
  xmrChart,
  type AssuranceIcon,
  type ChartPoint,
  type ChartValue,
  type VariationIcon,
  type XmrChart,
  type XmrOptions,
} from './spc/xmr.js';
export { type Improvement, type PointType, type Rule, type SpecialCause } from './spc/rules.js';

export {
  FUNNEL_LEVELS,
  funnelAverage,
  funnelSizes,
  placeProportion,
  placeRatio,
  poissonFunnel,
  proportionFunnel,
  type FunnelLimits,
  type FunnelPlace,
  type PoissonFunnelPoint,
} from './funnel/exact.js';
export {
  chanceLimits,
  overdispersedLimits,
  overdispersion,
  type FunnelKind,
  type FunnelUnit,
  type Overdispersion,
} from './funnel/overdispersed.js';

export { slopeIndex, type Inequality, type InequalityOptions } from './inequality/slope-index.js';
export { type DeprivationGroup, type ValueScale } from './inequality/gradient.js';

export {
  coefficients,
  leastSquares,
  hc3Variance,
  neweyWestVariance,
  type Coefficient,
  type LeastSquares,
} from './regression/least-squares.js';
export {
  autoregressiveRegression,
  type Autoregressive,
  type AutoregressiveOptions,
} from './regression/autoregressive.js';
export { durbinWatson, durbinWatsonP } from './regression/durbin-watson.js';
export {
  autocorrelation,
  segmentedDesign,
  segmentedRegression,
  type Design,
  type Segmented,
  type SegmentedOptions,
  type SegmentTerm,
} from './regression/segmented.js';
export { negativeBinomialRegression, type NegativeBinomialFit } from './regression/negative-binomial.js';
export { poissonRegression, type PoissonFit } from './regression/poisson.js';
