import fs from 'node:fs';
import path from 'node:path';
import { Register } from './register.js';

const OWN = path.resolve(__dirname, '../fixtures');
/** Other people's data: tested where a checkout lies beside it, never committed, and the project must not need it. */
const EXTRA = path.resolve(__dirname, '../../../../../shared/fixtures/statistics-extra');

export interface Tolerance {
  abs?: number;
  rel?: number;
}

/** One case of a fixture file: what R was given and what it answered. */
export interface FixtureCase {
  name: string;
  tolerance?: Tolerance & Record<string, unknown>;
  // Each fixture has a shape of its own, read where it is tested.
  input: any;
  expected: any;
}

const loaded = new Map<string, { cases: FixtureCase[]; register: Register }>();

/**
 * The cases of `name`.json: the project's own, and those of statistics-extra when it is there; loud when it is not.
 * A test file that asks for them ends in `testsReadEveryMember`.
 */
export function fixtureCases(name: string): FixtureCase[] {
  const known = loaded.get(name);
  if (known) return known.cases;
  const register = new Register();
  const cases = [...read(path.join(OWN, `${name}.json`)), ...extraCases(name)].map((it) => ({
    ...it,
    expected: register.watch(it.expected, it.name),
  }));
  loaded.set(name, { cases, register });
  return cases;
}

/**
 * The last test of a file: its tests have read every member of the expected results of the fixtures it asked for.
 *
 * @param exceptions for each fixture, members that are not compared and why: `points[].target`, of one case
 *   `edge_one_point: points[].target`, of one place `points[3].target`; `*` stands for any part. One that excepts nothing
 *   fails the test.
 */
export function testsReadEveryMember(exceptions: Record<string, Record<string, string>> = {}): void {
  test.each([...loaded])(
    'every member of the expected results is read by a test: %s',
    (name, { register }) => {
      const patterns = Object.keys(exceptions[name] ?? {}).map((text) => ({ text, matches: matcher(text) }));
      const unread = register.unread();
      const forgotten = unread.filter((member) => !patterns.some(({ matches }) => matches(member)));
      // One example of each.
      expect([...new Map(forgotten.map(({ exact, path: member }) => [member, exact])).values()]).toEqual([]);
      const idle = patterns.filter(({ matches }) => !unread.some(matches));
      // Without statistics-extra an exception made for its cases has nothing to except.
      expect(fs.existsSync(EXTRA) ? idle.map(({ text }) => text) : []).toEqual([]);
    },
  );
}

function matcher(pattern: string): (member: { exact: string; path: string }) => boolean {
  const whole = pattern.includes(': ') ? pattern : `*: ${pattern}`;
  const text = whole.split('*').map((part) => part.replace(/[.[\](){}+?^$|\\]/g, '\\$&'));
  const expression = new RegExp(`^${text.join('[^:]*?')}$`);
  return ({ exact, path: member }) => expression.test(member) || expression.test(exact);
}

function extraCases(name: string): FixtureCase[] {
  if (!fs.existsSync(EXTRA)) {
    process.stderr.write(`\n*** NOT TESTED: ${name} of statistics-extra, absent at ${EXTRA} ***\n`);
    return [];
  }
  const file = path.join(EXTRA, `${name}.json`);
  return fs.existsSync(file) ? read(file).map((it) => ({ ...it, name: `${it.name} (extra)` })) : [];
}

function read(file: string): FixtureCase[] {
  const { cases } = JSON.parse(fs.readFileSync(file, 'utf8'), decode) as { cases: FixtureCase[] };
  return cases;
}

/** JSON has no NaN and no infinity: the fixtures write them as strings. R's NA is null. */
function decode(_key: string, value: unknown): unknown {
  const special: Record<string, number> = {
    NaN,
    Inf: Infinity,
    Infinity,
    '-Inf': -Infinity,
    '-Infinity': -Infinity,
  };
  return typeof value === 'string' && Object.hasOwn(special, value) ? special[value] : value;
}

/**
 * Expects that `ours` equals `theirs` wherever `theirs` has a value, numbers within the tolerance, and that it says
 * how many numbers it compared, so that an empty comparison cannot pass. NaN and NA both mean "undefined", our null.
 */
export function expectClose(ours: unknown, theirs: unknown, tolerance: Tolerance = {}): void {
  const off: string[] = [];
  const compared = compare(ours, theirs, tolerance, '', off);
  expect(off.slice(0, 20)).toEqual([]);
  expect(compared).toBeGreaterThan(0);
}

function compare(ours: unknown, theirs: unknown, tolerance: Tolerance, at: string, off: string[]): number {
  if (theirs !== null && typeof theirs === 'object') {
    const part = ours as Record<string, unknown> | undefined | null;
    if (Array.isArray(theirs) && (!Array.isArray(ours) || ours.length !== theirs.length)) {
      off.push(`${at}: ${theirs.length} expected, got ${Array.isArray(ours) ? ours.length : typeof ours}`);
      return 1;
    }
    return Object.entries(theirs)
      .map(([key, value]) => compare(part?.[key], value, tolerance, `${at}.${key}`, off))
      .reduce((a, b) => a + b, 0);
  }
  if (!same(ours, theirs, tolerance)) off.push(`${at}: expected ${String(theirs)}, got ${String(ours)}`);
  return 1;
}

function same(ours: unknown, theirs: unknown, { abs = 0, rel = 0 }: Tolerance): boolean {
  if (theirs === null || Number.isNaN(theirs)) return ours === null || Number.isNaN(ours);
  if (typeof theirs !== 'number' || typeof ours !== 'number') return ours === theirs;
  return ours === theirs || Math.abs(ours - theirs) <= Math.max(abs, rel * Math.abs(theirs));
}
