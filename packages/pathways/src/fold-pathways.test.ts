import { foldPathways } from './fold-pathways.js';
import { world } from './testing/index.js';

test('an empty log means nothing', () => {
  expect(foldPathways([])).toEqual({
    pathways: [],
    orphans: [],
    quality: { duplicates: 0, conflicts: 0, idsUnderOtherSubjects: 0 },
  });
});

test('rows stand by provider, then subject, by code point', () => {
  const log = world();
  for (const [provider, subject] of [
    ['b', '1'],
    ['a', 'b'],
    ['a', 'B'],
    ['a', '10'],
    ['a', '9'],
  ] as const) {
    log.provider(provider).referral(subject).received('2026-01-01');
  }
  expect(foldPathways(log.events()).pathways.map((row) => `${row.provider}/${row.subject}`)).toEqual([
    'a/10',
    'a/9',
    'a/B',
    'a/b',
    'b/1',
  ]);
});

test('one subject of two providers is two referrals', () => {
  const log = world();
  log.provider('a').referral('1').received('2026-01-01').attended('2026-01-02', 'b1');
  log.provider('b').referral('1').received('2026-01-01');
  expect(foldPathways(log.events()).pathways.map((row) => row.session_booking)).toEqual([['b1'], []]);
});

test('no provider can write into another’s: not by its ids, its bookings, its voids or its revisions', () => {
  const log = world();
  log
    .provider('a')
    .referral('1')
    .received('2026-01-01', {}, { id: 'f', source: 's' })
    .booked('2026-01-02', 'b1', '2026-02-01', {}, { id: 'm', source: 's' });
  const alone = foldPathways(log.events()).pathways;
  log
    .provider('b')
    .referral('1')
    .cancelled('2026-01-03', 'b1', 'person', {}, { source: 's' })
    .received('2026-01-01', { sex: 'male' }, { id: 'f', source: 's', revision: 1 })
    .voided('2026-01-04', 'm', {}, { source: 's' });
  expect(foldPathways(log.events()).pathways[0]).toEqual(alone[0]);
});

describe('orphans', () => {
  test('a referral not yet received is in no row and is counted, and joins when it is received', () => {
    const log = world();
    const r = log
      .provider('a')
      .referral('1')
      .booked('2026-01-02', 'b1', '2026-02-01', {}, { id: 'm' })
      .booked('2026-01-02', 'b1', '2026-02-03', {}, { id: 'm', revision: 1 })
      .attended('2026-02-03', 'b1');
    log.again();
    expect(foldPathways(log.events())).toMatchObject({
      pathways: [],
      orphans: [{ provider: 'a', subject: '1', events: 2 }],
    });
    r.received('2026-01-01');
    expect(foldPathways(log.events())).toMatchObject({
      pathways: [{ first_attended_at: Date.parse('2026-02-03T12:00:00Z') }],
      orphans: [],
    });
  });

  test('a referral whose received was voided is an orphan again', () => {
    const log = world();
    log
      .provider('a')
      .referral('1')
      .received('2026-01-01', {}, { id: 'f' })
      .closed('2026-01-05', 'completed')
      .voided('2026-01-06', 'f');
    expect(foldPathways(log.events()).orphans).toEqual([{ provider: 'a', subject: '1', events: 1 }]);
  });

  test('a referral of which nothing counts, voids alone included, is neither', () => {
    const log = world();
    log.provider('a').referral('1').received('2026-01-01', {}, { id: 'f' }).voided('2026-01-06', 'f');
    log.provider('a').referral('2').voided('2026-01-06', 'f');
    expect(foldPathways(log.events())).toMatchObject({ pathways: [], orphans: [] });
  });
});

describe('quality of the log', () => {
  test('counts duplicates and conflicts of every referral', () => {
    const log = world();
    for (const subject of ['1', '2']) {
      log
        .provider('a')
        .referral(subject)
        .received('2026-01-01', {}, { id: `f${subject}` })
        .received('2026-01-02', {}, { id: `f${subject}` });
      log.again();
    }
    // The second of each is a conflict with the first; said again, it is a conflict again, not a duplicate.
    expect(foldPathways(log.events()).quality).toMatchObject({ duplicates: 0, conflicts: 4 });
  });

  test('an id sent under two more subjects is two other events, each counting, and is counted as two', () => {
    const log = world();
    for (const subject of ['1', '2', '3']) {
      log
        .provider('a')
        .referral(subject)
        .received('2026-01-01', {}, { id: 'same', revision: Number(subject) });
    }
    log.provider('b').referral('1').received('2026-01-01', {}, { id: 'same' });
    const folded = foldPathways(log.events());
    expect(folded.pathways).toHaveLength(4);
    expect(folded.quality.idsUnderOtherSubjects).toBe(2);
  });
});

test('at an earlier as-of a journey is what was known then: not yet joined, the row of its own', () => {
  const log = world();
  log
    .provider('trust')
    .referral('t1')
    .received(
      '2026-01-08',
      { kind: 'onward', partOf: { provider: 'lw', subject: 'r1' } },
      { received: '2026-01-08' },
    );
  log.provider('lw').referral('r1').received('2026-01-05', {}, { received: '2026-01-20' });
  const rows = (asOf: string): string[] =>
    foldPathways(log.events(), Date.parse(asOf)).pathways.map((row) => `${row.provider} ${row.kind}`);
  expect(rows('2026-01-07T00:00:00Z')).toEqual([]);
  expect(rows('2026-01-19T00:00:00Z')).toEqual(['trust onward']);
  expect(rows('2026-01-20T12:00:00Z')).toEqual(['lw initial']);
});
