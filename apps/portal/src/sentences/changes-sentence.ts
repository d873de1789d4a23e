import type { Measure } from '../api/schemas.js';
import type { SpcAnswer } from '../api/spc-schema.js';
import { flagLabel } from '../labels/codes.js';
import { lowerFirst, rounded } from '../labels/numbers.js';
import { periodName } from '../labels/periods.js';
import type { Figure } from '../view/rows.js';
import { latestShown } from './headline-sentence.js';
import { variationText } from './spc-sentence.js';

interface ChangeFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  area: Figure[] | undefined;
  spc: SpcAnswer | undefined;
}

/** What changed of one measure: a signal of its control chart, else a clear difference from a year before. */
export function changeOf({ measure, area = [], spc }: ChangeFacts): string | undefined {
  const name = lowerFirst(measure.name);
  const variation = spc?.charts[0]?.variation;
  if (variation && variation !== 'common_cause') return `${variationText(variation)} in ${name}.`;
  const latest = latestShown(area);
  const before = area.find(({ period }) => period.start === (latest?.period.start ?? 0) - 12);
  if (!latest || !before || before.value === null) return undefined;
  const was = `${rounded(before.value, measure.unit)} in ${periodName(before.period)} to ${rounded(latest.value, measure.unit)} in ${periodName(latest.period)}`;
  if (latest.lower !== null && before.upper !== null && latest.lower > before.upper)
    return `A rise in ${name}, from ${was}: the limits do not overlap.`;
  if (latest.upper !== null && before.lower !== null && latest.upper < before.lower)
    return `A fall in ${name}, from ${was}: the limits do not overlap.`;
  return undefined;
}

const EVENTS = ['boundary_change', 'provider_joined', 'provider_left'];

/** What happened to the records behind the figures in the last year, once each. */
export function eventsOf(figures: Figure[]): string[] {
  const last = figures.at(-1)?.period.start ?? 0;
  const texts = figures
    .filter(({ period }) => period.start > last - 12)
    .flatMap(({ period, flags }) =>
      flags
        .filter((flag) => EVENTS.includes(flag))
        .map((flag) => `In ${periodName(period)}, ${flagLabel(flag)}.`),
    );
  return [...new Set(texts)];
}
