import type { Group } from '../view/groups.js';
import { breakdownSentence } from './breakdown-sentence.js';

const RECORDING = { name: 'Recording completeness', unit: 'proportion' as const };

function group(name: string, value: number | null, more: Partial<Group> = {}): Group {
  const limits = value === null ? { lower: null, upper: null } : { lower: value - 0.02, upper: value + 0.02 };
  return {
    ...{ code: name, name, value, numerator: null, denominator: null, ...limits },
    ...{ withheld: value === null, provisional: false, flags: [], ...more },
  };
}

const say = (groups: Group[], reference: { value: number; name: string } | null = null): string =>
  breakdownSentence({ measure: RECORDING, one: 'provider', many: 'providers', groups, reference });

describe('a sentence about a breakdown', () => {
  test('tells the least, the most, who stands apart, and how much is withheld', () => {
    const groups = [group('north', 0.9), group('south', 0.5), group('west', 0.71), group('small', null)];
    expect(say(groups, { value: 0.7, name: 'everybody' })).toBe(
      'Over 3 providers, recording completeness: from 50% (south) to 90% (north). Clearly above everybody (70%): 1; clearly below: 1. 1 figure is withheld.',
    );
  });

  test('of one group tells its value, of equal groups the one value', () => {
    expect(say([group('north', 1)])).toBe('Recording completeness: 100% (north).');
    expect(say([group('north', 0), group('south', 0)])).toBe(
      'Over 2 providers, recording completeness: 0% in every one.',
    );
  });

  test('names no range between values that are written alike', () => {
    expect(say([group('north', 0.431), group('south', 0.434)])).toBe(
      'Over 2 providers, recording completeness: about 43% in every one.',
    );
  });

  test('of one that can be shown among others says so, and that it does not stand apart', () => {
    const groups = [group('1 (most deprived)', 0.88), group('2', null)];
    expect(say(groups, { value: 0.89, name: 'everybody' })).toBe(
      'Recording completeness: 88% (1, most deprived), the only provider that can be shown. It does not stand clearly apart from everybody (89%). 1 figure is withheld.',
    );
  });

  test('of one alone tells on which side it stands', () => {
    const beside = { value: 0.5, name: 'England' };
    expect(say([group('north', 0.9)], beside)).toMatch(/ It stands clearly above England \(50%\)\.$/);
    expect(say([group('north', 0.1)], beside)).toMatch(/ It stands clearly below England \(50%\)\.$/);
  });

  test('counts nobody where none stands apart', () => {
    const groups = [group('1 (most deprived)', 0.7), group('2', 0.69)];
    expect(say(groups, { value: 0.7, name: 'everybody' })).toBe(
      'Over 2 providers, recording completeness: from 69% (2) to 70% (1, most deprived). None stands clearly apart from everybody (70%).',
    );
  });

  test('of nothing that can be shown tells why', () => {
    expect(say([group('north', null)])).toBe(
      'Every figure here is withheld: each provider is about too few people.',
    );
    expect(say([])).toBe('There is nothing to show by provider.');
  });

  test('sets nothing beside a reference that has no limits of its own', () => {
    const bare = group('north', 0.9, { lower: null, upper: null });
    expect(say([bare], { value: 0.5, name: 'England' })).toBe('Recording completeness: 90% (north).');
  });
});
