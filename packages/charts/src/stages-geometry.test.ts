import { largestLoss, stagesGeometry, type Stage } from './stages-geometry.js';

function stage(id: string, count: number | null, of = 200): Stage {
  return { id, name: `Stage ${id}`, count, share: count === null || of === 0 ? null : count / of };
}

describe('stages geometry', () => {
  test('the first bar fills the plot and every other ends where its share does, none over another', () => {
    const { bars, plot, height } = stagesGeometry([stage('a', 200), stage('b', 100), stage('c', 0)], 900);
    const whole = plot.right - plot.left;
    expect(bars.map(({ barWidth }) => barWidth)).toEqual([whole, whole / 2, 0]);
    for (const [index, bar] of bars.entries()) {
      expect(bar.top + bar.height).toBeLessThanOrEqual(bars[index + 1]?.top ?? height);
      expect(bar.barY).toBeGreaterThanOrEqual(bar.top);
      expect(bar.barY + bar.barHeight).toBeLessThanOrEqual(bar.top + bar.height);
    }
  });

  test('who was lost is drawn from where the stage before ended, and not where either is withheld', () => {
    const stages = [stage('a', 200), stage('b', 120), stage('c', null), stage('d', 40)];
    const { bars, plot } = stagesGeometry(stages, 900);
    expect(bars.map(({ beforeWidth }) => beforeWidth)).toEqual([null, plot.right - plot.left, null, null]);
    expect(bars[2]!.barWidth).toBeNull();
  });

  test('everybody at every stage: all bars are full and nothing is lost', () => {
    const { bars } = stagesGeometry([stage('a', 200), stage('b', 200)], 900);
    expect(bars[1]!.beforeWidth).toBe(bars[1]!.barWidth);
  });

  test('all withheld, one stage and none are drawn without bars that are not there', () => {
    expect(stagesGeometry([stage('a', null), stage('b', null)], 900).bars[1]).toMatchObject({
      barWidth: null,
      beforeWidth: null,
    });
    expect(stagesGeometry([stage('a', 5)], 320).bars).toHaveLength(1);
    expect(stagesGeometry([], 320).bars).toEqual([]);
  });

  test('on a narrow screen names stand above their bars, which get the whole width', () => {
    const narrow = stagesGeometry([stage('a', 200)], 254);
    expect(narrow.stacked).toBe(true);
    expect(narrow.bars[0]!.nameY).toBeLessThan(narrow.bars[0]!.barY);
    expect(narrow.plot.right - narrow.plot.left).toBeGreaterThan(230);
  });
});

test('the largest loss is told in people, between two stages that are both told', () => {
  expect(largestLoss([stage('a', 200), stage('b', 150), stage('c', 60), stage('d', null)])).toMatchObject({
    from: { id: 'b' },
    to: { id: 'c' },
    lost: 90,
  });
  expect(largestLoss([stage('a', 200), stage('b', 200)])).toBeUndefined();
  expect(largestLoss([stage('a', null), stage('b', null)])).toBeUndefined();
});
