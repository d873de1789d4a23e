import { parsePeriod } from '../labels/periods.js';
import { figure, ofBoard, tally, withheld } from '../testing/figures.js';
import { boardsSentence, type BoardsFacts } from './boards-sentence.js';
import { figureText, notesText, readingText, valueText } from './figure-text.js';
import { freshness } from './freshness.js';
import { standingAgainst, trendSentence, type TrendFacts } from './trend-sentence.js';

const UPTAKE = { name: 'Uptake within 8 weeks', unit: 'proportion' } as const;
const REFERRALS = { name: 'Referrals', unit: 'count' } as const;
const KENT = 'NHS Kent and Medway';

describe('the sentence of the trend', () => {
  const say = (facts: Partial<TrendFacts>) =>
    trendSentence({ measure: UPTAKE, area: KENT, figures: [], england: undefined, ...facts });

  test('says the latest final figure with its parts and limits, beside England, and the change since the first', () => {
    const figures = [
      figure('2025-Q1', 0.4),
      figure('2025-Q2', 0.6),
      figure('2025-Q3', 0.9, { provisional: true }),
    ];
    expect(say({ figures, england: [figure('2025-Q2', 0.5)] })).toBe(
      'In April to June 2025, uptake within 8 weeks in NHS Kent and Medway was 60% (120 of 200; 95% limits 55% to 65%), higher than England (50%). It has risen from 40% in January to March 2025.',
    );
  });

  test('overlapping limits are no change', () => {
    const text = say({ figures: [figure('2025-Q1', 0.52), figure('2025-Q2', 0.5)] });
    expect(text).toContain('That is no clear change since January to March 2025 (52%): the limits overlap.');
  });

  test('a fall is said as a fall', () => {
    expect(say({ figures: [figure('2025-Q1', 0.8), figure('2025-Q2', 0.5)] })).toContain(
      'It has fallen from 80% in January to March 2025.',
    );
  });

  test('without limits nothing is said to be higher, lower or changed', () => {
    const bare = { lower: null, upper: null };
    const figures = [figure('2025-Q1', 0.4, bare), figure('2025-Q2', 0.6, bare)];
    const text = say({ figures, england: [figure('2025-Q2', 0.5)] });
    expect(text).toContain('beside 50% in England. In January to March 2025 it was 40%.');
    expect(text).not.toMatch(/higher|risen|limits/);
  });

  test('a month is set beside the quarter of England that holds it', () => {
    const text = say({ figures: [figure('2025-05', 0.2)], england: [figure('2025-Q2', 0.5)] });
    expect(text).toContain('In May 2025, uptake within 8 weeks in NHS Kent and Medway was 20%');
    expect(text).toContain('lower than England (50%)');
  });

  test('a latest figure that is withheld is said, and the one before it told', () => {
    const text = say({ figures: [figure('2025-Q1', 0.4), withheld('2025-Q2')] });
    expect(text).toMatch(/^The figure for April to June 2025 is withheld.*In January to March 2025,/);
  });

  test('only unfinished figures are said to be unfinished', () => {
    expect(say({ figures: [figure('2025-Q1', 0.4, { provisional: true })] })).toContain(
      'That period is not complete yet.',
    );
  });

  test('all withheld, and nothing at all, are different sentences', () => {
    expect(say({ figures: [withheld('2025-Q1')] })).toContain('is withheld here');
    expect(say({})).toBe('There is nothing recorded for NHS Kent and Medway in this period.');
  });

  test('a count has no limits and no England', () => {
    const figures = [tally('2025-Q1', 1_204), tally('2025-Q2', 1_310)];
    expect(say({ measure: REFERRALS, figures })).toBe(
      'In April to June 2025, referrals in NHS Kent and Medway: 1,310. In January to March 2025 it was 1,204.',
    );
  });
});

describe('the sentence of the boards', () => {
  const quarter = parsePeriod('2026-Q1')!;
  const boards = (values: (number | null)[]) =>
    values.map((value, index) =>
      ofBoard(`B${index}`, value === null ? withheld('2026-Q1') : figure('2026-Q1', value)),
    );
  const say = (facts: Partial<BoardsFacts>) =>
    boardsSentence({ measure: UPTAKE, quarter, figures: [], england: 0.5, own: undefined, ...facts });

  test('counts the boards whose limits lie above and below England', () => {
    expect(say({ figures: boards([0.7, 0.52, 0.3, 0.2, null]) })).toBe(
      'In January to March 2026, 1 of 4 boards stood above England (50%) and 2 below it.',
    );
  });

  test('with many boards it says how many stand apart by chance', () => {
    const text = say({ figures: boards(Array.from({ length: 40 }, (_, n) => (n === 0 ? 0.7 : 0.5))) });
    expect(text).toContain('With this many boards, about 2 would stand apart by chance alone.');
  });

  test("says where the person's own board is, and that it is withheld when it is", () => {
    const own = (value: number | null) => ({ name: KENT, figure: boards([value])[0]! });
    expect(say({ figures: boards([0.7]), own: own(0.7) })).toContain('was higher than England, at 70%.');
    expect(say({ figures: boards([0.7]), own: own(null) })).toContain(`${KENT} is withheld`);
  });

  test('counts are given as a range, never as better or worse', () => {
    const figures = [20, 300].map((value, index) => ofBoard(`B${index}`, tally('2026-Q1', value)));
    const text = say({ measure: REFERRALS, figures, england: null });
    expect(text).toContain('referrals by board: from 20 to 300.');
    expect(text).not.toMatch(/above|below/);
  });

  test('nothing to show is said', () => {
    expect(say({ figures: boards([null]) })).toBe(
      'No board has a figure that can be shown for January to March 2026.',
    );
  });
});

test('limits that hold the value are similar, also at their very edge', () => {
  expect(standingAgainst({ lower: 0.5, upper: 0.6 }, 0.5)).toBe('similar');
  expect(standingAgainst({ lower: 0.51, upper: 0.6 }, 0.5)).toBe('higher');
  expect(standingAgainst({ lower: 0.3, upper: 0.49 }, 0.5)).toBe('lower');
});

describe('a figure in words', () => {
  test('value, limits and parts', () => {
    expect(figureText(figure('2025-Q1', 0.5), 'proportion')).toBe(
      '50.0% (95% limits 45.0% to 55.0%), 100 of 200',
    );
    expect(figureText(tally('2025-Q1', 1_204), 'count')).toBe('1,204');
  });

  test('withheld and none are told apart', () => {
    expect(valueText(withheld('2025-Q1'), 'proportion')).toBe('withheld');
    expect(valueText(figure('2025-Q1', null), 'proportion')).toBe('none');
  });

  test('what is not final says why', () => {
    const open = figure('2025-Q1', 0.5, { provisional: true, flags: ['partial', 'immature'] });
    expect(notesText(open)).toBe(
      'Not final: the period is not over and some people are too recent to be counted.',
    );
    expect(notesText(figure('2025-Q1', 0.5, { flags: ['provider_left'] }))).toBe('A provider left.');
    expect(readingText(open, figure('2025-Q1', 0.4), KENT, 'proportion')).toMatch(
      /^January to March 2025: NHS Kent and Medway 50\.0% .* England 40\.0%\. Not final:/,
    );
  });
});

describe('freshness', () => {
  const now = Date.parse('2026-11-24T10:45:00Z');
  const fresh = { lag: 0, shownUpTo: '2026-11-24T10:42:00Z', log: { writable: true } };

  test('what is fresh says up to when, in London time', () => {
    expect(freshness(fresh, now)).toEqual({
      stale: false,
      text: 'Figures hold everything received up to 24 November 2026, 10:42.',
    });
    expect(freshness({ ...fresh, shownUpTo: '2026-06-24T10:42:00Z' }, now).text).toContain('11:42');
  });

  test.each([
    [
      'records not yet in the tables',
      { ...fresh, lag: 1_204 },
      '1,204 records received since are not in them yet',
    ],
    ['one record', { ...fresh, lag: 1 }, '1 record received since is not in them yet'],
    ['an instant shown that does not move on', { ...fresh, shownUpTo: '2026-11-24T10:00:00Z' }, '10:00'],
    ['a log that takes no writes', { ...fresh, log: { writable: false } }, 'cannot be received'],
    ['nothing shown yet', { ...fresh, shownUpTo: null }, 'Nothing'],
    ['no word from the server', undefined, 'does not say'],
  ])('%s is stale', (_, status, words) => {
    const { stale, text } = freshness(status, now);
    expect(stale).toBe(true);
    expect(text).toContain(words);
  });
});
