import fc from 'fast-check';
import { endOfLondonDay, londonDate, londonDateText } from '@waymark/events';
import { engagementEpisode, type EngagementEpisode } from './episode.js';
import { foldPathways } from './fold-pathways.js';
import type { Pathway } from './pathway.js';
import { engagementInstants, engagements, world, type ReferralHistory } from './testing/index.js';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2025-01-10T12:00:00Z');
const on = (day: number): string => new Date(FIRST + day * DAY_MS).toISOString();

/** A link worker's referral and one to a trust and a park, told by days since the first attended session. */
class Told {
  private readonly history = world();
  private booked = 0;
  readonly lw: ReferralHistory;
  readonly trust: ReferralHistory;
  readonly park: ReferralHistory;

  constructor() {
    const onward = { kind: 'onward', partOf: { provider: 'lw', subject: 'r' } } as const;
    this.lw = this.history.provider('lw').referral('r').received('2025-01-01');
    this.trust = this.history.provider('trust').referral('t').received('2025-01-02', onward);
    this.park = this.history.provider('park').referral('p').received('2025-01-03', onward);
  }

  attends(days: readonly number[], referral = this.trust): this {
    for (const day of days) referral.attended(on(day), `b${(this.booked += 1)}`);
    return this;
  }

  unrecorded(days: readonly number[]): this {
    for (const day of days) this.trust.booked(on(-5), `b${(this.booked += 1)}`, on(day));
    return this;
  }

  pathway(): Pathway {
    return foldPathways(this.history.events()).pathways[0]!;
  }
}

const WEEKLY = [0, 7, 14, 21, 28];

/** `end day by what`; default: seen at length. */
function told(history: Told, { at = 1_000, gap }: { at?: number; gap?: number } = {}): string {
  const episode = engagementEpisode(history.pathway(), {
    asOf: FIRST + at * DAY_MS,
    ...(gap !== undefined && { gap }),
  });
  return typeof episode === 'object' ? `${episode.end} ${episode.day} by ${episode.by}` : String(episode);
}

describe('a silence', () => {
  test('longer than the gap disengages, from the day after the last attendance', () => {
    expect(told(new Told().attends([0, 28]))).toBe('disengaged 29 by silence');
    expect(told(new Told().attends([0, 29]))).toBe('disengaged 1 by silence');
  });

  test('is measured by the gap asked for, 14 to 84 days', () => {
    const history = new Told().attends([0, 14, 42, 126]);
    expect(told(history, { gap: 14 })).toBe('disengaged 15 by silence');
    expect(told(history, { gap: 28 })).toBe('disengaged 43 by silence');
    expect(told(history, { gap: 84 })).toBe('disengaged 127 by silence');
    for (const gap of [13, 85, 20.5]) expect(() => told(history, { gap })).toThrow(RangeError);
  });

  test('in which nobody recorded sessions that would fill it is not known to be one', () => {
    expect(told(new Told().attends([0]).unrecorded([28, 30]))).toBe('censored 0 by unrecorded');
    expect(told(new Told().attends([0]).unrecorded([27]))).toBe('disengaged 1 by silence');
    expect(told(new Told().attends([0, 40]).unrecorded([20]))).toBe('censored 0 by unrecorded');
  });

  test('is read no further than twice the gap, at least 56 days', () => {
    expect(told(new Told().attends([0]).unrecorded([28, 56]))).toBe('censored 0 by unrecorded');
    expect(told(new Told().attends([0]).unrecorded([14, 28, 42]), { gap: 14 })).toBe(
      'censored 0 by unrecorded',
    );
    expect(told(new Told().attends([0]).unrecorded([14, 28, 41]), { gap: 14 })).toBe(
      'disengaged 1 by silence',
    );
  });

  test('a session missed or not yet begun fills none', () => {
    const missed = new Told().attends([0]);
    missed.trust.booked(on(-5), 'x', on(28)).attendance(on(28), 'x', 'did_not_attend');
    expect(told(missed)).toBe('disengaged 1 by silence');
    expect(told(new Told().attends([0, 7]).unrecorded([400]), { at: 63 })).toBe('censored 7 by horizon');
  });
});

describe('a completion', () => {
  test('ends it on the day after the last attendance before it', () => {
    const history = new Told().attends(WEEKLY);
    history.trust.closed(on(30), 'completed');
    expect(told(history)).toBe('completed 29 by closing');
  });

  test('stands although a silence came before it', () => {
    const history = new Told().attends(WEEKLY);
    history.trust.closed(on(28 + 56), 'completed');
    expect(told(history)).toBe('completed 29 by closing');
    const unread = new Told().attends(WEEKLY);
    unread.trust.closed(on(28 + 57), 'completed');
    expect(told(unread)).toBe('disengaged 29 by silence');
  });

  test('is not undone by a reunion', () => {
    const history = new Told().attends([...WEEKLY, 35]);
    history.trust.closed(on(30), 'completed');
    expect(told(history)).toBe('completed 29 by closing');
  });

  test('goes on where the person goes on elsewhere within the gap', () => {
    const onwards = new Told().attends(WEEKLY);
    onwards.attends([40, 47], onwards.park).trust.closed(on(30), 'completed');
    expect(told(onwards)).toBe('disengaged 48 by silence');
    const later = new Told().attends(WEEKLY);
    later.attends([57], later.park).trust.closed(on(30), 'completed');
    expect(told(later)).toBe('completed 29 by closing');
  });

  test('of a referral beside which another goes on is none of the whole', () => {
    const history = new Told().attends([...WEEKLY, 35, 42]);
    history.attends([49], history.park).trust.closed(on(30), 'completed');
    expect(told(history)).toBe('disengaged 50 by silence');
    // Beyond what is read, what happens elsewhere is another matter.
    const far = new Told().attends([0, 28, 56]);
    far.attends([57], far.park).trust.closed(on(0), 'completed');
    expect(told(far)).toBe('completed 1 by closing');
  });

  test('by a link worker at hand-over is not the programme’s', () => {
    const history = new Told().attends(WEEKLY);
    history.lw.closed(on(-2), 'completed');
    expect(told(history)).toBe('disengaged 29 by silence');
  });
});

describe('another closing', () => {
  test.each(['withdrawn', 'lost_contact', 'unsuitable', 'expired'] as const)(
    '%s within the gap disengages from the day after the last attendance',
    (outcome) => {
      const history = new Told().attends(WEEKLY);
      history.trust.closed(on(40), outcome);
      expect(told(history)).toBe('disengaged 29 by closing');
    },
  );

  test('died is an end of its own, on its day', () => {
    const history = new Told().attends(WEEKLY);
    history.lw.closed(on(40), 'died');
    expect(told(history)).toBe('died 40 by closing');
  });

  test.each(['moved', 'transferred'] as const)('%s censors on its day', (outcome) => {
    const history = new Told().attends(WEEKLY);
    history.trust.closed(on(40), outcome);
    expect(told(history)).toBe('censored 40 by closing');
  });

  test('after more than a gap of silence comes too late: the silence was first', () => {
    const history = new Told().attends(WEEKLY);
    history.lw.closed(on(57), 'died');
    expect(told(history)).toBe('disengaged 29 by silence');
  });

  test('that is followed by attendance within the gap ends nothing', () => {
    const history = new Told().attends(WEEKLY);
    history.trust.closed(on(10), 'withdrawn');
    expect(told(history)).toBe('disengaged 29 by silence');
  });
});

describe('the horizon', () => {
  test('who started fewer days ago than are read is immature; who has not started has no episode', () => {
    expect(told(new Told().attends([0]), { at: 55 })).toBe('immature');
    expect(told(new Told().attends([0]), { at: 56 })).toBe('censored 0 by horizon');
    expect(told(new Told().attends([0]), { at: 57 })).toBe('disengaged 1 by silence');
    expect(told(new Told())).toBe('undefined');
    expect(told(new Told().attends([0]), { at: -1 })).toBe('undefined');
  });

  test('cuts whatever comes after it', () => {
    const died = new Told().attends(WEEKLY);
    died.lw.closed(on(40), 'died');
    expect(told(died, { at: 56 + 39 })).toBe('censored 39 by horizon');
    expect(told(died, { at: 56 + 40 })).toBe('died 40 by closing');
    const weekly = new Told().attends([...WEEKLY, 35, 42, 49, 56, 63, 70]);
    expect(told(weekly, { at: 75 })).toBe('censored 19 by horizon');
  });

  test('neither flatters nor blames a recent cohort: what its days say is what those of an old one say', () => {
    // Not even a silence of a year is seen before as much has been read of it as of any other.
    const stopped = new Told().attends([0, 7]);
    expect(told(stopped, { at: 8 + 55 })).toBe('censored 7 by horizon');
    expect(told(stopped, { at: 8 + 56 })).toBe('disengaged 8 by silence');
    expect(told(stopped, { at: 1_000 })).toBe('disengaged 8 by silence');
  });
});

/** What is said once only so many days have been seen. */
function cut(episode: EngagementEpisode, horizon: number): EngagementEpisode {
  return episode.day > horizon || episode.by === 'horizon'
    ? { day: Math.min(horizon, episode.day), end: 'censored', by: 'horizon' }
    : episode;
}

test('what the first days say never changes as time goes on', () => {
  const asked = fc.record({
    events: engagements(3),
    days: fc.tuple(fc.integer({ min: 50, max: 500 }), fc.integer({ min: 0, max: 500 })),
    gap: fc.constantFrom(14, 20, 28, 56, 84),
  });
  const seen = { early: 0, ended: 0 };
  fc.assert(
    fc.property(asked, ({ events, days: [days, more], gap }) => {
      for (const pathway of foldPathways(events).pathways) {
        if (pathway.first_attended_at === null) continue;
        const first = pathway.first_attended_at;
        // Whole days: what is still to come on the day itself has not been seen.
        const endOf = (after: number): number => endOfLondonDay(londonDateText(first + after * DAY_MS));
        const before = engagementEpisode(pathway, { asOf: endOf(days), gap });
        const after = engagementEpisode(pathway, { asOf: endOf(days + more), gap });
        if (typeof before !== 'object' || typeof after !== 'object') continue;
        const horizon = londonDate(endOf(days)) - londonDate(first) - Math.max(56, 2 * gap);
        expect(before).toEqual(cut(after, horizon));
        seen.early += 1;
        if (before.by !== 'horizon') seen.ended += 1;
      }
    }),
    { numRuns: 250 },
  );
  expect(seen.early).toBeGreaterThan(150);
  expect(seen.ended).toBeGreaterThan(50);
});

test('an end lies within the horizon, on the day of an attendance, after it, or on a closing', () => {
  fc.assert(
    fc.property(engagements(3), engagementInstants, (events, asOf) => {
      for (const pathway of foldPathways(events).pathways) {
        const episode = engagementEpisode(pathway, { asOf });
        if (typeof episode !== 'object') continue;
        const first = londonDate(pathway.first_attended_at ?? 0);
        const days = (instants: readonly number[]): number[] => instants.map((at) => londonDate(at) - first);
        const attended = days(
          pathway.session_start.filter((_, i) => pathway.session_outcome[i] === 'attended'),
        );
        const [horizon] = days([asOf]).map((today) => today - 56);
        const allowed: Record<EngagementEpisode['end'], number[]> = {
          disengaged: attended.map((day) => day + 1),
          completed: attended.map((day) => day + 1),
          died: days(pathway.closing_at),
          censored: [...attended, ...days(pathway.closing_at), horizon!],
        };
        expect(allowed[episode.end]).toContain(episode.day);
        expect(episode.day).toBeLessThanOrEqual(horizon!);
      }
    }),
    { numRuns: 100 },
  );
});
