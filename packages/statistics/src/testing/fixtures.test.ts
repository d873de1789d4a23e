import fs from 'node:fs';
import path from 'node:path';
import { Register } from './register.js';

const SRC = path.resolve(__dirname, '..');
const OWN = path.join(SRC, 'fixtures');
const SHARED = path.resolve(SRC, '../../../../shared/fixtures/statistics');

const testFiles = fs
  .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('testing'))
  .map((file) => ({ file, text: fs.readFileSync(path.join(SRC, file), 'utf8') }));
const fixtures = fs.readdirSync(OWN).map((file) => file.replace('.json', ''));

test.each(fixtures)('%s is read by one test file, which checks that it has read every member', (name) => {
  const readers = testFiles.filter(({ text }) => text.includes(`fixtureCases('${name}')`));
  expect(readers).toHaveLength(1);
  const [, last] = readers[0]!.text.split('\ntestsReadEveryMember(');
  expect(last).toBeDefined();
  expect(last).not.toMatch(/^(test|describe|for) ?[.(]/m);
});

if (fs.existsSync(SHARED))
  test('the fixtures are those that were given, but those of disclosure control, which has a package of its own', () => {
    const given = fs.readdirSync(SHARED).filter((file) => !file.startsWith('disclosure_'));
    expect(fs.readdirSync(OWN).sort()).toEqual(given.sort());
    for (const file of given)
      expect(fs.readFileSync(path.join(OWN, file)).equals(fs.readFileSync(path.join(SHARED, file)))).toBe(
        true,
      );
  });
else process.stderr.write(`\n*** NOT TESTED: whether fixtures are those given, absent at ${SHARED} ***\n`);

describe('a register of what was read', () => {
  const watched = (): { register: Register; seen: any } => {
    const register = new Register();
    return { register, seen: register.watch({ a: { x: [1, 2], none: [] }, b: null }, 'case') };
  };

  test('given nothing was read, names every member, an empty list too', () => {
    expect(watched().register.unread()).toEqual([
      { exact: 'case: a.x[0]', path: 'case: a.x[]' },
      { exact: 'case: a.x[1]', path: 'case: a.x[]' },
      { exact: 'case: a.none', path: 'case: a.none' },
      { exact: 'case: b', path: 'case: b' },
    ]);
  });

  test('given one of a list was not read, names it', () => {
    const { register, seen } = watched();
    expect([seen.b, seen.a.none, seen.a.x[0]]).toEqual([null, [], 1]);
    expect(register.unread().map(({ exact }) => exact)).toEqual(['case: a.x[1]']);
  });

  test('given all was compared or spread out, names none, and the values are what they were', () => {
    const { register, seen } = watched();
    expect({ ...seen, a: { ...seen.a, x: seen.a.x.map((it: number) => it) } }).toEqual({
      ...{ a: { x: [1, 2], none: [] }, b: null },
    });
    expect(register.unread()).toEqual([]);
  });
});
