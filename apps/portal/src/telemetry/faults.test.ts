import { faultCaught, onFault } from './faults.js';

afterEach(() => {
  onFault(undefined);
  jest.restoreAllMocks();
});

test('a fault that React caught is told to whoever asked, as long as they ask, and always to the console', () => {
  const written = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const told: unknown[] = [];
  const [before, meanwhile, after] = [new Error('before'), new Error('meanwhile'), new Error('after')];
  faultCaught(before);
  onFault((fault) => told.push(fault));
  faultCaught(meanwhile);
  onFault(undefined);
  faultCaught(after);
  expect(told).toEqual([meanwhile]);
  expect(written.mock.calls).toEqual([[before], [meanwhile], [after]]);
});
