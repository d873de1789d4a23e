import { spcGeometry, type SpcMark } from './spc-geometry.js';

const FRAME = { width: 600, height: 300, margin: { top: 20, right: 40, bottom: 40, left: 50 } };
const NOTHING = { across: [], events: [] };

function mark(start: number, value: number | null, more: Partial<SpcMark> = {}): SpcMark {
  const limits = { mean: 0.5, lower: 0.4, upper: 0.6, stretch: 0 };
  return { ...{ start, months: 1, value, withheld: false, kind: 'common_cause' }, ...limits, ...more };
}

describe('a control chart', () => {
  test('holds every value, limit and target within the plot', () => {
    const across = [{ id: 't', value: 0.9, label: 'Target', kind: 'target' as const }];
    const { marks, stretches, plot, ...drawn } = spcGeometry(
      [mark(0, 0.5), mark(1, 0.1)],
      { across, events: [] },
      'proportion',
      FRAME,
    );
    const ys = [
      ...marks.map(({ y }) => y),
      ...stretches.flatMap(({ lower, upper }) => [lower!, upper!]),
      ...drawn.across.map(({ y }) => y),
    ];
    expect(ys.every((y) => y >= plot.top && y <= plot.bottom)).toBe(true);
  });

  test('limits are drawn for each stretch between rebasings', () => {
    const anew = { mean: 0.7, lower: 0.6, upper: 0.8, stretch: 1 };
    const { stretches } = spcGeometry(
      [mark(0, 0.5), mark(1, 0.5), mark(2, 0.7, anew)],
      NOTHING,
      'proportion',
      FRAME,
    );
    expect(stretches).toHaveLength(2);
    expect(stretches[0]!.right).toBe(stretches[1]!.left);
    expect(stretches[1]!.mean).toBeLessThan(stretches[0]!.mean);
  });

  test('a withheld point is a gap in the line and a sign on the axis', () => {
    const { line, withheld } = spcGeometry(
      [mark(0, 0.5), mark(1, null, { withheld: true }), mark(2, 0.5)],
      NOTHING,
      'proportion',
      FRAME,
    );
    expect(line.match(/M/g)).toHaveLength(2);
    expect(withheld).toHaveLength(1);
  });

  test.each([[[0.5]], [[0]], [[1]], [[0, 0, 0]]])('values %p alone have an axis', (values) => {
    const bare = { mean: null, lower: null, upper: null, stretch: null };
    const { yTicks, marks } = spcGeometry(
      values.map((value, index) => mark(index, value, bare)),
      NOTHING,
      'proportion',
      FRAME,
    );
    expect(yTicks.length).toBeGreaterThan(1);
    expect(marks.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  test('labels of lines that lie close do not cover each other', () => {
    const line = (id: string, value: number) => ({ id, value, label: id, kind: 'published' as const });
    const { across } = spcGeometry(
      [mark(0, 0.5)],
      { across: [line('A', 0.81), line('B', 0.811)], events: [] },
      'proportion',
      FRAME,
    );
    expect(Math.abs(across[0]!.labelY - across[1]!.labelY)).toBeGreaterThanOrEqual(17);
  });

  test('what happened outside the months on show is not marked', () => {
    const events = [
      { month: 0, sign: 'B' },
      { month: 40, sign: 'N' },
    ];
    expect(
      spcGeometry([mark(0, 0.5), mark(1, 0.5)], { across: [], events }, 'proportion', FRAME).events,
    ).toHaveLength(1);
  });
});
