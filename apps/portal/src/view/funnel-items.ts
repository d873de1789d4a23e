import type { FunnelItem, FunnelLimits } from '@waymark/charts';
import type { FunnelAnswer, FunnelPoint } from '../api/funnel-schema.js';
import type { Areas } from '../api/schemas.js';
import { OTHER } from '../sentences/funnel-sentence.js';
import { rowName } from './groups.js';

/** The points of a funnel with their names: the reader's own, and all others as the reader may see them. */
export function funnelItems(answer: FunnelAnswer, own: readonly string[], areas: Areas): FunnelItem[] {
  return answer.points.map((point) => {
    const code = codeOf(point);
    return {
      id: code ?? point.other ?? '',
      name: code === undefined ? OTHER : rowName('provider', code, areas),
      size: point.denominator ?? null,
      value: point.value ?? null,
      place: answer.overdispersion.adjusted ? point.adjusted : point.place,
      highlighted: code !== undefined && own.includes(code),
    };
  });
}

function codeOf(point: FunnelPoint): string | undefined {
  const code = point['provider'];
  return typeof code === 'string' ? code : undefined;
}

/** The limits to read: those that allow for overdispersion where there is one. */
export function funnelLimits({ lines, overdispersion }: FunnelAnswer): FunnelLimits[] {
  return lines.map(({ size, chance, adjusted }) => ({
    size,
    ...(overdispersion.adjusted ? (adjusted ?? chance) : chance),
  }));
}
