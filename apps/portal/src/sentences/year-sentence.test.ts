import type { RankedBoard } from '../view/boards-at.js';
import { figure } from '../testing/figures.js';
import { changeText, yearSentence } from './year-sentence.js';

const board = (name: string, overYear: number | null): RankedBoard => ({
  ...{ code: name, name, highlighted: false, overYear },
  figure: { ...figure('2026-Q1', 0.5), board: name },
});

describe('given boards beside themselves a year before', () => {
  test('the sentence names the steepest fall and the steepest rise', () => {
    const boards = [
      board('Kent', -0.138),
      board('Devon', 0.02),
      board('Essex', 0.041),
      board('Sussex', null),
    ];
    expect(yearSentence(boards, 'proportion')).toBe(
      'Since the same quarter a year before it fell most in Kent (−13.8 points) and it rose most in Essex (+4.1 points).',
    );
  });

  test('where all rose none is said to have fallen, and of one board there is no most', () => {
    expect(yearSentence([board('Kent', 0.01), board('Devon', 0.02)], 'proportion')).toBe(
      'Since the same quarter a year before it rose most in Devon (+2.0 points).',
    );
    expect(yearSentence([board('Kent', -0.1), board('Devon', null)], 'proportion')).toBe('');
  });

  test('a change has its sign and unit, and none where it is not known', () => {
    expect([changeText(-3, 'days'), changeText(1, 'days'), changeText(null, 'days')]).toEqual([
      ...['−3 days', '+1 day', ''],
    ]);
  });
});
