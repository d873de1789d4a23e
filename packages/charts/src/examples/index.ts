import { CONTROL_CHART, ICONS } from './control.js';
import type { ChartExamples } from './example.js';
import { FUNNEL, STAGES_CHART } from './pathway.js';
import { MULTIPLES, TILES } from './places.js';
import { BARS, INTERVALS } from './ranked.js';
import { CURVES, HEAT } from './staying.js';
import { SPARKLINE, TREND } from './trend.js';
import { WEEK } from './week.js';

export type { ChartExample, ChartExamples } from './example.js';

/** Every chart with its purpose, drawn of figures of the demonstration and of the edges of what there can be. */
export const EXAMPLES: readonly ChartExamples[] = [
  ...[TREND, CONTROL_CHART, ICONS, SPARKLINE],
  ...[INTERVALS, BARS, STAGES_CHART, FUNNEL],
  ...[CURVES, HEAT, TILES, MULTIPLES, WEEK],
];
