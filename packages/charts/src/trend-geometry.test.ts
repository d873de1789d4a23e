import fc from 'fast-check';
import { spreadLabels, timeTicks, trendGeometry, type TrendPoint } from './trend-geometry.js';

const FRAME = { width: 720, height: 380, margin: { top: 14, right: 168, bottom: 40, left: 52 } };
const JANUARY = 2026 * 12;

function point(start: number, value: number | null, more: Partial<TrendPoint> = {}): TrendPoint {
  const limits = value === null ? { lower: null, upper: null } : { lower: value - 0.05, upper: value + 0.05 };
  return { ...{ start, months: 3, value, withheld: false, provisional: false }, ...limits, ...more };
}

function draw(points: TrendPoint[], unit: 'count' | 'proportion' = 'proportion') {
  return trendGeometry([{ id: 'area', name: 'Area', points }], unit, FRAME);
}

describe('trend geometry', () => {
  test('every mark lies inside the plot, at the middle of its period and at the height of its value', () => {
    const value = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const geometry = draw(values.map((each, index) => point(JANUARY + index * 3, each)));
        const { plot } = geometry;
        for (const [index, { x, y }] of geometry.series[0]!.marks.entries()) {
          expect(x).toBeCloseTo(geometry.x(JANUARY + index * 3 + 1.5));
          expect(y).toBeCloseTo(geometry.y(values[index]!));
          expect(x > plot.left && x < plot.right && y >= plot.top && y <= plot.bottom).toBe(true);
        }
      }),
    );
  });

  test('the axis begins at 0 and a share never goes beyond 100%', () => {
    const { yTicks, plot, y } = draw([point(JANUARY, 0.99, { upper: 1 })]);
    expect(yTicks[0]).toEqual({ y: plot.bottom, value: 0 });
    expect(yTicks.at(-1)?.value).toBe(1);
    expect(y(1)).toBe(plot.top);
  });

  test('counts have whole numbers on their axis, also when they are small', () => {
    const counts = [point(JANUARY, 2, { lower: null, upper: null })];
    expect(draw(counts, 'count').yTicks.every(({ value }) => Number.isInteger(value))).toBe(true);
  });

  test('nothing but zeros still has an axis', () => {
    const zero = [point(JANUARY, 0, { lower: null, upper: null })];
    expect(draw(zero, 'count').yTicks.at(-1)?.value).toBe(1);
    expect(draw(zero).yTicks.at(-1)?.value).toBe(0.1);
  });

  test('a withheld period is a gap in the line and an asterisk, never a zero', () => {
    const withheld = point(JANUARY + 3, null, { withheld: true });
    const { series } = draw([point(JANUARY, 0.5), withheld, point(JANUARY + 6, 0.6)]);
    expect(series[0]!.marks).toHaveLength(2);
    expect(series[0]!.withheld.map(({ point: { start } }) => start)).toEqual([JANUARY + 3]);
    expect(pieces(series[0]!.line)).toBe(2);
    expect(pieces(series[0]!.band)).toBe(2);
    expect(series[0]!.marks.every(({ alone }) => alone)).toBe(true);
  });

  test('the line to a period that is not final is drawn apart from the line of final ones', () => {
    const open = point(JANUARY + 6, 0.7, { provisional: true });
    const { series } = draw([point(JANUARY, 0.5), point(JANUARY + 3, 0.6), open]);
    const [area] = series;
    expect(area!.line.match(/[ML]/g)).toHaveLength(2);
    expect(area!.provisionalLine.match(/[ML]/g)).toHaveLength(2);
    expect(draw([point(JANUARY, 0.5), point(JANUARY + 3, 0.6)]).series[0]!.provisionalLine).toBe('');
  });

  test('a quarter behind months is level over its three months', () => {
    const geometry = trendGeometry(
      [
        { id: 'area', name: 'Area', points: [0, 1, 2].map((n) => point(JANUARY + n, 0.5, { months: 1 })) },
        { id: 'england', name: 'England', points: [point(JANUARY, 0.4)] },
      ],
      'proportion',
      FRAME,
    );
    const ends = [...geometry.series[1]!.line.matchAll(/[ML]([\d.]+),([\d.]+)/g)];
    expect(ends.map(([, x]) => Number(x))).toEqual([geometry.x(JANUARY), geometry.x(JANUARY + 3)]);
    expect(new Set(ends.map(([, , y]) => y)).size).toBe(1);
  });
});

test('labels of time stay horizontal: as many as fit, on calendar boundaries', () => {
  expect(timeTicks(JANUARY, JANUARY + 12, 1_000)).toHaveLength(12);
  expect(timeTicks(JANUARY, JANUARY + 36, 300)).toEqual([JANUARY, JANUARY + 12, JANUARY + 24]);
  expect(timeTicks(JANUARY + 1, JANUARY + 2, 10)).toEqual([JANUARY + 1]);
});

test('labels are moved apart and keep their order', () => {
  expect(spreadLabels([100, 104], 40, 0, 300)).toEqual([100, 140]);
  expect(spreadLabels([290, 280], 40, 0, 300)).toEqual([300, 260]);
  expect(spreadLabels([], 40, 0, 300)).toEqual([]);
});

function pieces(path: string): number {
  return path.match(/M/g)?.length ?? 0;
}
