import { Stops } from './stops.js';

test('what was begun last is ended first, each after the one before', async () => {
  const ended: string[] = [];
  const stops = new Stops();
  stops.push(async () => ended.push('log'));
  stops.push(async () => {
    await new Promise(setImmediate);
    ended.push('server');
  });
  await stops.stop();
  expect(ended).toEqual(['server', 'log']);
});

test('what hangs is broken off, and the rest is ended after it', async () => {
  let hanging: () => void = () => undefined;
  let closed = false;
  const stops = new Stops();
  stops.push(async () => (closed = true));
  stops.push(
    () => new Promise<void>((resolve) => (hanging = resolve)),
    () => hanging(),
  );
  await stops.stop(1);
  expect(closed).toBe(true);
});

test('nothing is broken off that ends in time', async () => {
  const breakOff = jest.fn();
  const stops = new Stops();
  stops.push(() => Promise.resolve(), breakOff);
  await stops.stop(1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(breakOff).not.toHaveBeenCalled();
});
