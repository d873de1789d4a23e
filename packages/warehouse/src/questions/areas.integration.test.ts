import { openAskedWarehouse, type AskedWarehouse } from '../testing/asked-warehouse.js';
import type { Scope } from './question.js';

let asked: AskedWarehouse;

beforeAll(async () => {
  asked = await openAskedWarehouse();
});
afterAll(() => asked.close());
beforeEach(() => asked.empty());
jest.setTimeout(60_000);

describe('areas', () => {
  beforeEach(async () => {
    asked.referral('practice').received('2026-03-31T22:59:59.999Z', { practice: 'A1', lsoa: 'E2' });
    asked.referral('split').received('2026-03-31T22:59:59.999Z', { icb: 'QNQ' });
    asked.referral('new').received('2026-03-31T23:00:00.000Z', { practice: 'A1' });
    asked.referral('nowhere').received('2026-04-02', { icb: 'XXX' });
    await asked.told();
  });

  test('as they were: the 42 boards until 31 March 2026 in London, the 36 since', async () => {
    expect(await asked.rows('referrals', ['icb'], { boundaries: 'as_was' })).toEqual([
      'QNQ: 2/-',
      'S0E4D: 1/-',
      'unknown: 1/-',
    ]);
  });

  test('current: a split board is guessed by nobody, but known through a practice, and its region is known', async () => {
    expect(await asked.rows('referrals', ['icb', 'region'])).toEqual([
      ...['S0E4D Y59: 2/-', 'unknown unknown: 1/-', 'unknown_split Y59: 1/-'],
    ]);
  });

  test('resident: by neighbourhood first', async () => {
    expect(await asked.rows('referrals', ['icb', 'imd_quintile'], { areas: 'resident' })).toEqual([
      ...['QE1 5: 1/-', 'S0E4D 1: 1/-', 'unknown unknown: 1/-', 'unknown_split unknown: 1/-'],
    ]);
  });

  test('without an edition are known by the codes given alone', async () => {
    expect(await asked.rows('referrals', ['icb', 'practice'], { edition: undefined })).toEqual([
      ...['unknown A1: 2/-', 'unknown unknown: 1/-', 'unknown_split unknown: 1/-'],
    ]);
  });

  test('a scope of boards is on current boundaries whatever the question shows', async () => {
    const scope: Scope = { kind: 'boards', boards: ['S0E4D'] };
    expect(await asked.rows('referrals', ['icb'], { boundaries: 'as_was', scope })).toEqual([
      'QNQ: 1/-',
      'S0E4D: 1/-',
    ]);
    expect(await asked.rows('referrals', [], { areas: 'resident', scope })).toEqual([': 1/-']);
    expect(await asked.rows('referrals', [], { scope: { kind: 'boards', boards: [] } })).toEqual([]);
  });
});
