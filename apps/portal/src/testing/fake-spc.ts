import { findMeasure } from '@waymark/measures';
import type { SpcAnswer, SpcPoint } from '../api/spc-schema.js';
import { monthText } from '../labels/periods.js';

const FIRST = 2025 * 12;
const MEAN = 0.5;

/** Two years of a control chart: usual, then a signal of concern in the last month that is final. */
export function fakeSpc(params: URLSearchParams): SpcAnswer | undefined {
  const measure = findMeasure(params.get('measure') ?? '');
  if (!measure) return undefined;
  const target = params.get('target');
  return {
    ...{
      measure: measure.id,
      version: measure.version,
      unit: measure.unit,
      improvement: measure.improvement,
    },
    ...{ asOf: '2026-11-24T10:42:00.000Z', profile: 'hes', editions: [], excluded: {} },
    target: target === null ? null : Number(target),
    charts: [
      {
        ...{ period: 'month' as const, variation: 'concern_low' as const, trial: [] },
        assurance: target === null ? null : 'inconsistent',
        points: Array.from({ length: 20 }, (_, index) => pointOf(index)),
      },
    ],
  };
}

function pointOf(index: number): SpcPoint {
  const concern = index === 18;
  const value = concern ? 0.3 : MEAN + ((index % 3) - 1) * 0.03;
  const limits = { mean: MEAN, lower: 0.38, upper: 0.62, stretch: 0 };
  const point: SpcPoint = {
    ...{ period: monthText(FIRST + index), numerator: Math.round(value * 100), denominator: 100, value },
    ...{ ...limits, type: concern ? 'concern' : 'common_cause' },
    ...{ rule: concern ? 'outside_limits' : null, side: concern ? 'low' : null },
  };
  if (index < 19) return point;
  return { ...point, mean: null, lower: null, upper: null, stretch: null, type: null, flags: ['partial'] };
}
