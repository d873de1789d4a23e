import { stepAt, stepGeometry, type StepSeries } from './step-geometry.js';

const FRAME = { width: 700, height: 400, margin: { top: 10, right: 10, bottom: 40, left: 40 } };

function curve(values: [day: number, value: number][], until: number, start = 1): StepSeries {
  const steps = values.map(([day, value]) => ({ day, value, lower: value - 0.1, upper: value + 0.1 }));
  return { id: 'a', name: 'All', start, steps, until };
}

describe('a curve of steps', () => {
  test('holds its value until the next step, and tells of no day after the last that is known', () => {
    const falling = curve([[10, 0.6]], 100);
    expect(stepAt(falling, 9)?.value).toBe(1);
    expect(stepAt(falling, 10)?.value).toBe(0.6);
    expect(stepAt(falling, 100)?.value).toBe(0.6);
    expect(stepAt(falling, 101)).toBeUndefined();
  });

  test('never rises on the page where it falls, and stays within the plot', () => {
    const { series, plot, x, y } = stepGeometry(
      [
        curve(
          [
            [7, 0.5],
            [84, 0],
          ],
          364,
        ),
      ],
      FRAME,
      true,
    );
    expect([y(1), y(0)]).toEqual([plot.top, plot.bottom]);
    expect([x(0), x(364)]).toEqual([plot.left, plot.right]);
    expect(series[0]?.marks.at(-1)?.y).toBe(plot.bottom);
  });

  test('without a step it is level, at 100% and at 0%', () => {
    const { series, plot } = stepGeometry([curve([], 30), curve([], 30, 0)], FRAME, true);
    expect(new Set(series[0]?.marks.map(({ y }) => y))).toEqual(new Set([plot.top]));
    expect(new Set(series[1]?.marks.map(({ y }) => y))).toEqual(new Set([plot.bottom]));
  });

  test('with nothing to draw there is an axis, without NaN', () => {
    const geometry = stepGeometry([], FRAME, false);
    expect(geometry.yTicks.length).toBeGreaterThan(1);
    expect(JSON.stringify(geometry)).not.toMatch(/null|NaN/);
  });

  test('one who is followed for a day makes a curve of a day', () => {
    const { series, xTicks } = stepGeometry([curve([[1, 0]], 1)], FRAME, true);
    expect(series[0]?.line).not.toContain('NaN');
    expect(xTicks.map(({ week }) => week)).toEqual([0]);
  });

  test('weeks on a narrow axis keep clear of each other', () => {
    const { xTicks } = stepGeometry([curve([], 364)], { ...FRAME, width: 300 }, true);
    for (const [index, { x }] of xTicks.entries()) {
      expect(x - (xTicks[index - 1]?.x ?? -100)).toBeGreaterThanOrEqual(30);
    }
  });
});
