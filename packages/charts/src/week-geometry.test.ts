import { weekGeometry, type WeekDay } from './week-geometry.js';

const week = (...days: [value: number, normal: number][]): WeekDay[] =>
  days.map(([value, normal], nth) => ({ date: `2026-11-1${nth}`, value, normal }));

test('bars stand on the axis, side by side within the plot, and a normal day has its own height', () => {
  const { columns, plot } = weekGeometry(week([10, 5], [0, 10], [5, 5]), 700, 260);
  const [first, second, third] = columns;
  expect(second?.top).toBe(plot.bottom);
  expect(first?.top).toBe(second?.normalY);
  expect(third?.top).toBe(third?.normalY);
  expect(first?.left).toBe(plot.left);
  expect((third?.left ?? 0) + (third?.width ?? 0)).toBeCloseTo(plot.right);
});

test('a week without anything has an axis all the same, of whole numbers', () => {
  const { yTicks, columns, plot } = weekGeometry(week([0, 0]), 320, 260);
  expect(yTicks.map(({ value }) => value)).toEqual([0, 1]);
  expect(columns[0]?.top).toBe(plot.bottom);
});

test('on a narrow screen a day has room for a word, and on a wide one for its date, too', () => {
  const days = week(...Array.from({ length: 7 }, (): [number, number] => [1, 1]));
  expect([375, 900].map((width) => weekGeometry(days, width, 260).narrow)).toEqual([true, false]);
});
