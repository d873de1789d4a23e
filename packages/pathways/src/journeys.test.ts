import type { StoredData } from '@waymark/events';
import { foldPathways } from './fold-pathways.js';
import { world, type World } from './testing/index.js';

type Facts = Partial<StoredData['org.waymark.referral.received.v1']>;

function received(log: World, key: string, time: string, facts: Facts = {}): void {
  const [provider = '', subject = ''] = key.split('/');
  log.provider(provider).referral(subject).received(time, facts);
}

function onward(log: World, key: string, time: string, facts: Facts = {}): void {
  received(log, key, time, { kind: 'onward', ...facts });
}

const partOf = (key: string): Facts => {
  const [provider = '', subject = ''] = key.split('/');
  return { partOf: { provider, subject } };
};
const nhs = (pseudonym: string): Facts => ({ person: { nhs: pseudonym } });

/** The journeys as lists of their referrals. */
function journeys(log: World): string[][] {
  return foldPathways(log.events()).pathways.map((row) =>
    row.referral_provider.map((provider, ref) => `${provider}/${row.referral_subject[ref] ?? ''}`),
  );
}

/** Referrals whose `partOf` leads to no initial referral. */
function broken(log: World): string[] {
  return foldPathways(log.events()).pathways.flatMap((row) =>
    row.referral_part_of_broken.flatMap((flag, ref) =>
      flag ? [`${row.referral_provider[ref] ?? ''}/${row.referral_subject[ref] ?? ''}`] : [],
    ),
  );
}

describe('by partOf', () => {
  test('an onward referral joins the initial one it names, of any provider and whatever the dates', () => {
    const log = world();
    onward(log, 'trust/t1', '2025-01-01', partOf('lw/r1'));
    received(log, 'lw/r1', '2026-01-01');
    expect(journeys(log)).toEqual([['lw/r1', 'trust/t1']]);
    expect(broken(log)).toEqual([]);
  });

  test('through other onward referrals, four followed, its own included', () => {
    const log = world();
    received(log, 'a/0', '2026-01-01');
    for (const n of [1, 2, 3, 4]) onward(log, `a/${n}`, `2026-01-0${n + 1}`, partOf(`a/${n - 1}`));
    expect(journeys(log)).toEqual([['a/0', 'a/1', 'a/2', 'a/3', 'a/4']]);
  });

  test('not through five', () => {
    const log = world();
    received(log, 'a/0', '2026-01-01');
    for (const n of [1, 2, 3, 4, 5]) onward(log, `a/${n}`, `2026-01-0${n + 1}`, partOf(`a/${n - 1}`));
    expect(journeys(log)).toEqual([['a/0', 'a/1', 'a/2', 'a/3', 'a/4'], ['a/5']]);
    expect(broken(log)).toEqual(['a/5']);
  });

  test.each([
    ['itself', ['a/1'], { 'a/1': 'a/1' }],
    ['each other', ['a/1', 'a/2'], { 'a/1': 'a/2', 'a/2': 'a/1' }],
    ['a circle beside its way', ['a/1', 'a/2', 'a/3'], { 'a/1': 'a/2', 'a/2': 'a/3', 'a/3': 'a/2' }],
  ])('a circle leads nowhere: %s', (_, keys, names: Record<string, string>) => {
    const log = world();
    for (const key of keys) onward(log, key, '2026-01-01', partOf(names[key]!));
    expect(journeys(log)).toEqual(keys.map((key) => [key]));
    expect(broken(log)).toEqual(keys);
  });

  test('a partOf that names nobody, or an orphan, leads nowhere until a referral is received there', () => {
    const log = world();
    onward(log, 'a/1', '2026-01-01', partOf('lw/r1'));
    log.provider('lw').referral('r1').closed('2026-01-02', 'completed');
    expect(journeys(log)).toEqual([['a/1']]);
    expect(broken(log)).toEqual(['a/1']);
    received(log, 'lw/r1', '2026-01-03');
    expect(journeys(log)).toEqual([['lw/r1', 'a/1']]);
    expect(broken(log)).toEqual([]);
  });

  test('an onward referral that names none is unlinked and no broken partOf', () => {
    const log = world();
    onward(log, 'a/1', '2026-01-01');
    expect(journeys(log)).toEqual([['a/1']]);
    expect(broken(log)).toEqual([]);
    expect(foldPathways(log.events()).pathways[0]).toMatchObject({
      kind: 'onward',
      referred_at: Date.parse('2026-01-01T12:00:00Z'),
    });
  });

  test('comes before a match by NHS number', () => {
    const log = world();
    received(log, 'a/same', '2026-01-01', nhs('n1.x'));
    received(log, 'a/named', '2026-01-01', nhs('n1.y'));
    onward(log, 'b/1', '2026-01-02', { ...nhs('n1.x'), ...partOf('a/named') });
    expect(journeys(log)).toEqual([['a/named', 'b/1'], ['a/same']]);
  });

  test('two initial referrals are two journeys, whoever they are of', () => {
    const log = world();
    received(log, 'a/1', '2026-01-01', nhs('n1.x'));
    received(log, 'b/1', '2026-01-01', nhs('n1.x'));
    expect(journeys(log)).toEqual([['a/1'], ['b/1']]);
  });
});

describe('by NHS number', () => {
  const joins = (initial: string, onwardAt: string): boolean => {
    const log = world();
    received(log, 'a/1', initial, nhs('n1.x'));
    onward(log, 'b/1', onwardAt, nhs('n1.x'));
    return journeys(log).length === 1;
  };

  test('an initial referral 180 days before joins, 181 days before does not', () => {
    // 2026-01-01 + 180 days = 2026-06-30.
    expect(joins('2026-01-01', '2026-06-30')).toBe(true);
    expect(joins('2026-01-01', '2026-07-01')).toBe(false);
  });

  test('the days are those of London: 23:30 UTC of 30 June is 1 July there, the 181st', () => {
    expect(joins('2026-01-01T00:00:00.000Z', '2026-06-30T22:59:59.999Z')).toBe(true);
    expect(joins('2026-01-01T00:00:00.000Z', '2026-06-30T23:00:00.000Z')).toBe(false);
  });

  test('an initial referral later on the same London date joins, on the next date it does not', () => {
    expect(joins('2026-07-01T22:59:59.999Z', '2026-06-30T23:00:00.000Z')).toBe(true);
    expect(joins('2026-07-01T23:00:00.000Z', '2026-06-30T23:00:00.000Z')).toBe(false);
  });

  test('the latest by instant joins, of any provider', () => {
    const log = world();
    received(log, 'a/1', '2026-01-10T09:00:00.000Z', nhs('n1.x'));
    received(log, 'b/1', '2026-01-10T09:00:00.001Z', nhs('n1.x'));
    received(log, 'c/1', '2026-01-10T08:59:59.999Z', nhs('n1.x'));
    received(log, 'z/later', '2026-01-12', nhs('n1.x'));
    onward(log, 't/1', '2026-01-11', nhs('n1.x'));
    expect(journeys(log)).toEqual([['a/1'], ['b/1', 't/1'], ['c/1'], ['z/later']]);
  });

  test('equal instants: the greatest provider, then the greatest subject, by code point', () => {
    const log = world();
    for (const key of ['a/9', 'b/1', 'b/Z', 'b/a', 'B/z']) received(log, key, '2026-01-10', nhs('n1.x'));
    onward(log, 't/1', '2026-01-11', nhs('n1.x'));
    expect(journeys(log)).toContainEqual(['b/a', 't/1']);
  });

  test('another pseudonym, or another version of the key, is another person', () => {
    const log = world();
    received(log, 'a/1', '2026-01-10', nhs('n1.x'));
    received(log, 'a/2', '2026-01-10', { person: { id: 'n2.x' } });
    onward(log, 'b/1', '2026-01-11', nhs('n2.x'));
    expect(journeys(log)).toEqual([['a/1'], ['a/2'], ['b/1']]);
  });

  test('nobody matches for want of a number', () => {
    const log = world();
    received(log, 'a/1', '2026-01-10');
    onward(log, 'b/1', '2026-01-11');
    expect(journeys(log)).toEqual([['a/1'], ['b/1']]);
  });

  test('where partOf leads to no initial one, each onward on its way is tried in turn, by its own date', () => {
    const log = world();
    // t/1 has no match of its own; t/2 has none within its 180 days; t/3 has one.
    received(log, 'a/old', '2025-01-01', nhs('n1.y'));
    received(log, 'a/found', '2025-06-01', nhs('n1.z'));
    onward(log, 't/1', '2026-03-01', { ...nhs('n1.none'), ...partOf('t/2') });
    onward(log, 't/2', '2026-02-01', { ...nhs('n1.y'), ...partOf('t/3') });
    onward(log, 't/3', '2025-06-02', nhs('n1.z'));
    expect(journeys(log)).toEqual([['a/found', 't/3', 't/2', 't/1'], ['a/old']]);
    expect(broken(log)).toEqual(['t/2', 't/1']);
  });

  test('its own match comes before those on its way', () => {
    const log = world();
    received(log, 'a/own', '2026-01-01', nhs('n1.x'));
    received(log, 'a/other', '2026-02-01', nhs('n1.y'));
    onward(log, 't/1', '2026-03-01', { ...nhs('n1.x'), ...partOf('t/2') });
    onward(log, 't/2', '2026-03-01', nhs('n1.y'));
    expect(journeys(log)).toEqual([
      ['a/other', 't/2'],
      ['a/own', 't/1'],
    ]);
  });

  test('the referral reached by the fourth partOf is on the way, the one beyond it is not', () => {
    const reached = (last: number): string[][] => {
      const log = world();
      received(log, 'a/0', '2026-01-01', nhs('n1.x'));
      for (let n = 1; n < last; n += 1) onward(log, `t/${n}`, '2026-01-10', partOf(`t/${n + 1}`));
      onward(log, `t/${last}`, '2026-01-10', nhs('n1.x'));
      return journeys(log).filter((journey) => journey.includes('t/1'));
    };
    expect(reached(5)).toEqual([['a/0', 't/1', 't/2', 't/3', 't/4', 't/5']]);
    expect(reached(6)).toEqual([['t/1']]);
  });

  test('round a circle each referral is tried', () => {
    const log = world();
    received(log, 'a/0', '2026-01-01', nhs('n1.x'));
    onward(log, 't/1', '2026-01-10', partOf('t/2'));
    onward(log, 't/2', '2026-01-10', { ...nhs('n1.x'), ...partOf('t/1') });
    expect(journeys(log)).toEqual([['a/0', 't/1', 't/2']]);
    expect(broken(log)).toEqual(['t/1', 't/2']);
  });

  test('the facts that count decide: a corrected kind or number moves the referral', () => {
    const log = world();
    received(log, 'a/1', '2026-01-01', nhs('n1.x'));
    const trust = log.provider('t').referral('1');
    trust.received('2026-01-10', { kind: 'onward', ...nhs('n1.wrong') }, { id: 'f' });
    expect(journeys(log)).toEqual([['a/1'], ['t/1']]);
    trust.received('2026-01-10', { kind: 'onward', ...nhs('n1.x') }, { id: 'f', revision: 1 });
    expect(journeys(log)).toEqual([['a/1', 't/1']]);
    trust.received('2026-01-10', nhs('n1.x'), { id: 'f', revision: 2 });
    expect(journeys(log)).toEqual([['a/1'], ['t/1']]);
  });
});

test('onward referrals stand after the key referral by their time, then provider, then subject', () => {
  const log = world();
  received(log, 'z/1', '2026-01-05');
  onward(log, 'b/2', '2026-01-07', partOf('z/1'));
  onward(log, 'c/1', '2026-01-06', partOf('z/1'));
  onward(log, 'b/1', '2026-01-07', partOf('z/1'));
  onward(log, 'a/9', '2026-01-01', partOf('z/1'));
  onward(log, 'a/8', '2026-01-07', partOf('z/1'));
  expect(journeys(log)).toEqual([['z/1', 'a/9', 'c/1', 'a/8', 'b/1', 'b/2']]);
});
