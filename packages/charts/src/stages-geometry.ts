/** One stage of a pathway. */
export interface Stage {
  id: string;
  name: string;
  /** Who came this far; `null` = withheld. */
  count: number | null;
  /** Of all at the first stage, 0 to 1; `null` = withheld, or there is nobody. */
  share: number | null;
}

export interface StageBar {
  stage: Stage;
  top: number;
  height: number;
  /** Baseline of the name. */
  nameY: number;
  barY: number;
  barHeight: number;
  /** `null` where the share is not told. */
  barWidth: number | null;
  /** How far those of the stage before reach; `null` where there is no telling who was lost. */
  beforeWidth: number | null;
}

export interface StagesGeometry {
  bars: StageBar[];
  plot: { left: number; right: number; bottom: number };
  height: number;
  /** True when names stand above their bars instead of beside them. */
  stacked: boolean;
}

const STACKED_BELOW = 640;
const NAME_COLUMN = 230;
const VALUE_COLUMN = 150;
const ROW = 48;
const STACKED_ROW = 66;
const BAR = 28;

/** Steps one under the other, each a bar of its share of the first, with what was lost on the way to it. */
export function stagesGeometry(stages: Stage[], width: number): StagesGeometry {
  const stacked = width < STACKED_BELOW;
  const left = stacked ? 6 : NAME_COLUMN;
  const right = Math.max(left + 1, stacked ? width - 6 : width - VALUE_COLUMN);
  const long = (share: number | null): number | null =>
    share === null ? null : Math.min(1, Math.max(0, share)) * (right - left);
  const height = stacked ? STACKED_ROW : ROW;
  const bars = stages.map((stage, index): StageBar => {
    const top = index * height;
    const barWidth = long(stage.share);
    const before = stages[index - 1];
    return {
      ...{ stage, top, height, barWidth, barHeight: BAR },
      nameY: stacked ? top + 22 : top + height / 2 + 5,
      barY: stacked ? top + 30 : top + (height - BAR) / 2,
      beforeWidth: before && barWidth !== null ? long(before.share) : null,
    };
  });
  const bottom = stages.length * height;
  return { bars, stacked, plot: { left, right, bottom }, height: bottom + 6 };
}

/** The stage on the way to which most of those before it were lost; undefined when no loss is told. */
export function largestLoss(stages: readonly Stage[]): { from: Stage; to: Stage; lost: number } | undefined {
  const losses = stages.flatMap((to, index) => {
    const from = stages[index - 1];
    if (!from || from.count === null || to.count === null || to.count >= from.count) return [];
    return [{ from, to, lost: from.count - to.count }];
  });
  return losses.sort((a, b) => b.lost - a.lost)[0];
}
