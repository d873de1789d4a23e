import fc from 'fast-check';
import { londonDate } from '@waymark/events';
import { closureAt } from './closure.js';
import { foldPathways } from './fold-pathways.js';
import type { Pathway } from './pathway.js';
import { engagements, world, type ReferralHistory } from './testing/index.js';

interface Told {
  lw: ReferralHistory;
  trust: ReferralHistory;
  park: ReferralHistory;
}

/** A link worker's referral, and the onward ones to a trust and a park of which something is told. */
function journey(tell: (told: Told) => void): Pathway {
  const history = world();
  const onward = { kind: 'onward', partOf: { provider: 'lw', subject: 'r' } } as const;
  const lw = history.provider('lw').referral('r').received('2025-01-01');
  const trust = history.provider('trust').referral('t').received('2025-01-02', onward);
  const park = history.provider('park').referral('p').received('2025-01-03', onward);
  tell({ lw, trust, park });
  return foldPathways(history.events()).pathways[0]!;
}

/** Outcome and provider of the closure. */
function closed(pathway: Pathway, day: string): string {
  const closure = closureAt(pathway, londonDate(Date.parse(`${day}T12:00:00Z`)));
  return closure ? `${closure.outcome} by ${pathway.referral_provider[closure.referral]}` : 'open';
}

describe('of a journey that somebody attended', () => {
  test('a link worker who closes the case at hand-over does not end the programme', () => {
    const pathway = journey(({ lw, trust }) => {
      lw.closed('2025-01-10', 'completed');
      trust.attended('2025-01-20', 'a');
    });
    expect(closed(pathway, '2025-06-01')).toBe('open');
  });

  test('the latest closing by time closes it, whichever was recorded last', () => {
    const pathway = journey(({ trust, park }) => {
      trust.attended('2025-01-20', 'a');
      park.attended('2025-01-21', 'a').closed('2025-03-02', 'transferred');
      trust.closed('2025-03-01', 'withdrawn');
    });
    expect(closed(pathway, '2025-06-01')).toBe('transferred by park');
  });

  test('closings at one instant: of the greatest provider', () => {
    const pathway = journey(({ trust, park }) => {
      trust.attended('2025-01-20', 'a').closed('2025-03-01', 'withdrawn');
      park.attended('2025-01-21', 'a').closed('2025-03-01', 'expired');
    });
    expect(closed(pathway, '2025-06-01')).toBe('withdrawn by trust');
  });

  test('a later closing of one referral counts from its own day on, in place of the earlier', () => {
    const pathway = journey(({ trust }) => {
      trust.attended('2025-01-20', 'a').closed('2025-03-01', 'withdrawn').closed('2025-04-01', 'completed');
    });
    expect(closed(pathway, '2025-02-28')).toBe('open');
    expect(closed(pathway, '2025-03-01')).toBe('withdrawn by trust');
    expect(closed(pathway, '2025-03-31')).toBe('withdrawn by trust');
    expect(closed(pathway, '2025-04-01')).toBe('completed by trust');
  });

  test('a session on a later date undoes a closing; one on its own day, though later, does not', () => {
    const pathway = journey(({ trust }) => {
      trust.attended('2025-01-20', 'a').closed('2025-03-01T09:00:00Z', 'withdrawn');
      trust.attended('2025-03-01T18:00:00Z', 'b').attended('2025-03-05', 'c');
    });
    expect(closed(pathway, '2025-03-04')).toBe('withdrawn by trust');
    expect(closed(pathway, '2025-03-05')).toBe('open');
  });

  test('a reunion does not undo a completion; going on elsewhere does', () => {
    const reunion = journey(({ trust }) => {
      trust.attended('2025-01-20', 'a').closed('2025-03-01', 'completed').attended('2025-05-01', 'reunion');
    });
    expect(closed(reunion, '2025-06-01')).toBe('completed by trust');
    const onwards = journey(({ trust, park }) => {
      trust.attended('2025-01-20', 'a').closed('2025-03-01', 'completed');
      park.attended('2025-05-01', 'b');
    });
    expect(closed(onwards, '2025-04-30')).toBe('completed by trust');
    expect(closed(onwards, '2025-05-01')).toBe('open');
  });

  test('a completion before the referral’s first session is undone by it like any other closing', () => {
    const pathway = journey(({ trust }) => {
      trust.closed('2025-01-15', 'completed').attended('2025-01-20', 'a');
    });
    expect(closed(pathway, '2025-06-01')).toBe('open');
  });

  test('who died or moved is gone, whichever provider was told, attended or not', () => {
    const died = journey(({ lw, trust }) => {
      trust.attended('2025-01-20', 'a').closed('2025-02-01', 'lost_contact');
      lw.closed('2025-02-10', 'died');
    });
    expect(closed(died, '2025-02-09')).toBe('lost_contact by trust');
    expect(closed(died, '2025-02-10')).toBe('died by lw');
    const notClosedThere = journey(({ lw, trust }) => {
      trust.attended('2025-01-20', 'a');
      lw.closed('2025-02-10', 'moved');
    });
    expect(closed(notClosedThere, '2025-06-01')).toBe('moved by lw');
  });

  test('a completion that counts stands, whatever another provider is told later', () => {
    const pathway = journey(({ lw, trust }) => {
      trust.attended('2025-01-20', 'a').closed('2025-02-01', 'completed');
      lw.closed('2025-02-10', 'died');
    });
    expect(closed(pathway, '2025-06-01')).toBe('completed by trust');
  });

  test('a completion that does not count gives way to who died or moved', () => {
    const pathway = journey(({ lw, trust, park }) => {
      trust.attended('2025-01-20', 'a').closed('2025-02-01', 'completed');
      park.attended('2025-02-05', 'b');
      lw.closed('2025-02-10', 'moved');
    });
    expect(closed(pathway, '2025-02-09')).toBe('open');
    expect(closed(pathway, '2025-02-10')).toBe('moved by lw');
  });

  test('of a last closing that does not count an earlier one takes no place', () => {
    const pathway = journey(({ trust, park }) => {
      trust.attended('2025-01-20', 'a').closed('2025-02-01', 'completed');
      park.attended('2025-01-21', 'b').closed('2025-03-01', 'withdrawn');
      trust.attended('2025-04-01', 'reunion');
    });
    expect(closed(pathway, '2025-06-01')).toBe('open');
  });
});

describe('of a journey that nobody attended', () => {
  test('it is open while one of its referrals is neither closed nor declined', () => {
    const pathway = journey(({ lw, trust, park }) => {
      lw.closed('2025-02-01', 'completed');
      trust.closed('2025-02-02', 'expired');
      park.declined('2025-02-03', 'service');
    });
    expect(closed(pathway, '2025-02-02')).toBe('open');
    expect(closed(pathway, '2025-02-03')).toBe('expired by trust');
  });

  test('a decline that was answered again is none', () => {
    const pathway = journey(({ lw, trust, park }) => {
      for (const each of [lw, trust]) each.closed('2025-02-01', 'expired');
      park.declined('2025-02-03', 'service').accepted('2025-02-04');
    });
    expect(closed(pathway, '2025-02-03')).toBe('expired by trust');
    expect(closed(pathway, '2025-02-04')).toBe('open');
  });

  test('declined by all and closed by nobody, it has no closure', () => {
    const pathway = journey(({ lw, trust, park }) => {
      for (const each of [lw, trust, park]) each.declined('2025-02-01', 'person');
    });
    expect(closed(pathway, '2025-06-01')).toBe('open');
  });

  test('who died or moved is gone although another referral is open', () => {
    const pathway = journey(({ lw }) => void lw.closed('2025-02-01', 'died'));
    expect(closed(pathway, '2025-06-01')).toBe('died by lw');
  });
});

test('days are London’s: a closing half an hour after midnight in summer is of the next day', () => {
  const pathway = journey(({ trust }) => {
    trust.attended('2025-06-01', 'a').closed('2025-06-10T23:30:00Z', 'withdrawn');
  });
  expect([closed(pathway, '2025-06-10'), closed(pathway, '2025-06-11')]).toEqual([
    'open',
    'withdrawn by trust',
  ]);
});

test('what is dated after the day changes nothing', () => {
  const later = fc.record({ events: engagements(1), cut: fc.integer({ min: 3, max: 400 }) });
  fc.assert(
    fc.property(later, ({ events, cut }) => {
      const [pathway] = foldPathways(events).pathways;
      if (!pathway) return;
      const day = londonDate(pathway.referred_at) + cut;
      const upTo = foldPathways(events.filter(({ event }) => londonDate(Date.parse(event.time)) <= day))
        .pathways[0];
      expect(upTo && closureAt(upTo, day)).toEqual(closureAt(pathway, day));
    }),
    { numRuns: 300 },
  );
});
