import fc from 'fast-check';
import { BOARD_CHANGE, BOARDS, BOARDS_36, BOARDS_42, REGIONS } from './boards.js';
import {
  boardOn,
  boardsOn,
  boundaryChangedWithin,
  changedIn2026,
  icbAsWas,
  icbCurrent,
  overlaps,
  regionOfIcb,
} from './placing.js';

const BEFORE = '2026-03-31';
const SINCE = BOARD_CHANGE;

describe('the boards', () => {
  test('were 42 up to 2026-03-31 and are 36 since 2026-04-01, 30 of them the same', () => {
    expect(boardsOn('2015-01-01')).toHaveLength(42);
    expect(boardsOn(BEFORE)).toHaveLength(42);
    expect(boardsOn(SINCE)).toHaveLength(36);
    expect(BOARDS_36.filter(({ code }) => boardOn(code, BEFORE))).toHaveLength(30);
    expect(BOARDS).toHaveLength(48);
  });

  test('are as many per region since April 2026 as published', () => {
    const counts = Object.keys(REGIONS).map((region) => [
      region,
      BOARDS_36.filter((board) => board.region === region).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      ...{ Y56: 4, Y58: 7, Y59: 4, Y60: 11, Y61: 3, Y62: 3, Y63: 4 },
    });
  });

  test.each([
    ['42', BOARDS_42],
    ['36', BOARDS_36],
  ])('of the %s each has a tile of its own', (_, boards) => {
    expect(new Set(boards.map(({ tile }) => `${tile.q}/${tile.r}`)).size).toBe(boards.length);
  });

  test('have sixteen successions: nine whole and three splits', () => {
    const successions = BOARDS.flatMap(({ code, successors }) => successors.map((to) => [code, to]));
    expect(successions).toHaveLength(16);
    expect(BOARDS.filter(({ successors }) => successors.length === 1)).toHaveLength(9);
    expect(BOARDS.filter(({ successors }) => successors.length > 1).map(({ code }) => code)).toEqual([
      'QJG',
      'QM7',
      'QNQ',
    ]);
  });

  test('keep their region through every succession', () => {
    for (const { region, successors } of BOARDS) {
      for (const successor of successors) expect(regionOfIcb(successor)).toBe(region);
    }
  });
});

const WHOLE = [
  ['QHG', 'S1Y5D'],
  ['QUE', 'S1Y5D'],
  ['QH8', 'D7T5G'],
  ['QMM', 'T6Y0W'],
  ['QU9', 'S0E4D'],
  ['QXU', 'S9B9J'],
  ['QNX', 'S9B9J'],
  ['QMJ', 'Z9B2Z'],
  ['QRV', 'Z9B2Z'],
] as const;

describe.each(WHOLE)('%s, which became (a part of) %s', (old, successor) => {
  test('is itself on its own dates and its successor from then on', () => {
    expect(icbAsWas(old, BEFORE)).toBe(old);
    expect(icbAsWas(old, SINCE)).toBe(successor);
    expect(icbCurrent(old)).toBe(successor);
    expect(overlaps(old, successor)).toBe(true);
  });
});

describe.each([
  ['QM7', ['S1Y5D', 'D7T5G']],
  ['QJG', ['D7T5G', 'T6Y0W']],
  ['QNQ', ['S0E4D', 'S9B9J', 'QRL']],
] as const)('%s, which was split between %j', (old, successors) => {
  test('is itself on its own dates, never guessed later, and its region is still known', () => {
    expect(icbAsWas(old, BEFORE)).toBe(old);
    expect(icbAsWas(old, SINCE)).toBe('unknown_split');
    expect(icbCurrent(old)).toBe('unknown_split');
    expect(regionOfIcb(old)).toBe(regionOfIcb(successors[0]));
    for (const successor of successors) expect(overlaps(old, successor)).toBe(true);
  });
});

test.each(['S1Y5D', 'D7T5G', 'T6Y0W', 'S0E4D', 'S9B9J', 'Z9B2Z'])(
  '%s given with an earlier date: several boards of then may be meant',
  (created) => {
    expect(icbAsWas(created, BEFORE)).toBe('unknown_split');
    expect(icbAsWas(created, SINCE)).toBe(created);
    expect(icbCurrent(created)).toBe(created);
  },
);

test('QRL kept its code, and its area changed', () => {
  expect(icbAsWas('QRL', BEFORE)).toBe('QRL');
  expect(icbAsWas('QRL', SINCE)).toBe('QRL');
  expect(icbCurrent('QRL')).toBe('QRL');
  expect(changedIn2026('QRL')).toBe(true);
  expect(changedIn2026('QYG')).toBe(false);
});

test.each(['', 'XXX', 'qu9', 'Y59', 'unknown'])("%j is no board's code", (given) => {
  expect(icbAsWas(given, BEFORE)).toBe('unknown');
  expect(icbAsWas(given, SINCE)).toBe('unknown');
  expect(icbCurrent(given)).toBe('unknown');
  expect(regionOfIcb(given)).toBe('unknown');
});

test('whatever is given, the answer is a board that stood on that date, or says that it is not known', () => {
  const codes = fc.constantFrom(...BOARDS.map(({ code }) => code), 'nonsense');
  const dates = fc.constantFrom('2015-01-01', BEFORE, SINCE, '2030-01-01');
  fc.assert(
    fc.property(codes, dates, (code, date) => {
      const placed = icbAsWas(code, date);
      return placed === 'unknown' || placed === 'unknown_split' || boardOn(placed, date) !== undefined;
    }),
  );
});

test('a period in which a board changed is told, as is the one that begins with it', () => {
  expect(boundaryChangedWithin('QRL', '2026-04-01', '2026-04-30')).toBe(true);
  expect(boundaryChangedWithin('QRL', '2026-01-01', '2026-12-31')).toBe(true);
  expect(boundaryChangedWithin('QRL', '2026-03-01', BEFORE)).toBe(false);
  expect(boundaryChangedWithin('QRL', '2026-05-01', '2026-05-31')).toBe(false);
  expect(boundaryChangedWithin('QYG', '2026-01-01', '2026-12-31')).toBe(false);
});
