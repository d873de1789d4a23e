import { Moment, Moments } from './moments.js';

const one = (): number => 1;

describe('given a moment', () => {
  test('what is asked twice is worked out once, also while it is under way', async () => {
    const moment = new Moment(0);
    let times = 0;
    const make = async (): Promise<number> => Promise.resolve((times += 1));
    const [first, second] = [moment.once({ of: 'a' }, one, make), moment.once({ of: 'a' }, one, make)];
    expect([await first, await second, await moment.once({ of: 'a' }, one, make)]).toEqual([1, 1, 1]);
    expect(await moment.once({ of: 'b' }, one, make)).toBe(2);
  });

  test('what failed is tried again', async () => {
    const moment = new Moment(0);
    const fail = (): Promise<number> => Promise.reject(new Error('away'));
    await expect(moment.once({}, one, fail)).rejects.toThrow('away');
    expect(await moment.once({}, one, () => Promise.resolve(7))).toBe(7);
  });

  test('the oldest makes room for what is large, and what is too large for all is not kept', async () => {
    const moment = new Moment(0);
    const keep = (of: string, cells: number, value: string): Promise<string> =>
      moment.once(
        { of },
        () => cells,
        () => Promise.resolve(value),
      );
    await keep('old', 60_000, 'old');
    await keep('new', 60_000, 'new');
    await keep('huge', 200_000, 'huge');
    expect(await keep('new', 60_000, 'anew')).toBe('new');
    expect(await keep('old', 1, 'old again')).toBe('old again');
    expect(await keep('huge', 1, 'huge again')).toBe('huge again');
  });
});

describe('given states that were asked about', () => {
  test('one that has not moved keeps its instant, another has its own', () => {
    const moments = new Moments();
    const first = moments.of({ position: [1] }, 10);
    expect(moments.of({ position: [1] }, 20)).toBe(first);
    expect(first.asOf).toBe(10);
    expect(moments.of({ position: [2] }, 20).asOf).toBe(20);
  });

  test('only the few asked last are kept', () => {
    const moments = new Moments();
    for (const nth of [1, 2, 3, 4]) moments.of({ nth }, nth);
    moments.of({ nth: 1 }, 99);
    moments.of({ nth: 5 }, 5);
    expect(moments.of({ nth: 1 }, 99).asOf).toBe(1);
    expect(moments.of({ nth: 2 }, 99).asOf).toBe(99);
  });
});
