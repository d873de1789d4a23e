import { BOARDS_36 } from '@waymark/areas';
import { accessOf } from './access.js';
import { parseAsked } from './asked.js';

const EVERYTHING = { kind: 'everything' };
const boardsOf = (region: string): string[] =>
  BOARDS_36.filter((board) => board.region === region).map(({ code }) => code);

function scopeFor(boards: string[], query: Record<string, string>): unknown {
  try {
    return accessOf({ role: 'icb_analyst', scope: boards }, parseAsked(query, { providers: [] }).asked).scope;
  } catch (fault) {
    return (fault as { code?: string }).code;
  }
}

describe("an analyst's scope is of today's boards", () => {
  test('a board of before 2026-04-01 is theirs to name where its area, or a part of it, is', () => {
    const own = { kind: 'boards', boards: ['S0E4D'] };
    expect(scopeFor(['S0E4D'], { by: 'month', icb: 'QU9' })).toEqual(own);
    expect(scopeFor(['S0E4D'], { by: 'month', icb: 'QNQ' })).toEqual(own);
    expect(scopeFor(['S0E4D'], { by: 'month', icb: 'QXU' })).toBe('outside_scope');
  });

  test('a region is theirs to name when all its boards are, or when a board of theirs is named in it', () => {
    const all = boardsOf('Y63');
    expect(scopeFor(all, { by: 'month', region: 'Y63' })).toEqual({ kind: 'boards', boards: all });
    expect(scopeFor(all.slice(1), { by: 'month', region: 'Y63' })).toBe('outside_scope');
    expect(scopeFor(['QWO'], { by: 'month', region: 'Y63', icb: 'QWO' })).toEqual({
      ...{ kind: 'boards', boards: ['QWO'] },
    });
    expect(scopeFor(all, { by: 'month', region: 'unknown' })).toBe('outside_scope');
  });

  test('every board stands open by quarter and board alone, over whole quarters', () => {
    for (const query of [
      { by: 'icb' },
      { by: 'quarter,icb' },
      { by: 'icb,quarter', icb: 'QOP' },
      { by: 'icb,quarter', from: '2025-04', to: '2025-09' },
    ] as Record<string, string>[])
      expect([query, scopeFor(['QWO'], query)]).toEqual([query, EVERYTHING]);
    for (const query of [
      { by: 'icb,year' },
      { by: 'icb,region' },
      { by: 'icb,quarter', from: '2025-05' },
      { by: 'icb,quarter', to: '2025-08' },
      { by: 'icb', quarter: '2025-Q1' },
      { by: 'icb,quarter', route: 'gp' },
    ] as Record<string, string>[])
      expect([query, scopeFor(['QWO'], query)]).toEqual([query, { kind: 'boards', boards: ['QWO'] }]);
  });
});

test('figures are national only when everything is counted and nothing divides it by area or organisation', () => {
  const level = (query: Record<string, string>, role: 'controller' | 'provider' = 'controller'): string =>
    accessOf({ role, scope: ['north'] }, parseAsked(query, { providers: ['north'] }).asked).level;
  for (const query of [{}, { by: 'month,sex' }, { of: 'england' }, { imd_decile: '1' }])
    expect(level(query as Record<string, string>)).toBe('national');
  for (const query of [
    { by: 'icb' },
    { region: 'Y63' },
    { by: 'provider' },
    { activity_provider: 'x' },
    { pcn: 'x' },
  ])
    expect(level(query as Record<string, string>)).toBe('sub_national');
  expect(level({}, 'provider')).toBe('sub_national');
});
