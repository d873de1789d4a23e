import { BOARDS } from '@waymark/areas';
import { BREAKDOWNS } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { parseAsked, type Asked } from './asked.js';
import { measureCall } from './calls/measure-call.js';

const asked = (query: Record<string, unknown>, measure = 'uptake.first_session'): Asked =>
  measureCall(measure, { query, providers: ['north', 'west'] }).asked;

function fault(query: Record<string, unknown>, measure?: string): Record<string, unknown> {
  try {
    asked(query, measure);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.body();
    throw thrown;
  }
  throw new Error('it was not refused');
}

test('an empty question is everything, as it was, registered, at the latest', () => {
  expect(asked({})).toEqual({
    ...{ by: [], filters: {}, boundaries: 'as_was', areas: 'registered' },
  });
  expect(asked({ by: '' }).by).toEqual([]);
});

test('breakdowns keep their order; the codes of a filter are put in order, each once', () => {
  const { by, filters } = asked({
    by: 'quarter,icb',
    sex: 'male,female,male',
    icb: 'QWO,QU9',
    imd_decile: '10,1',
  });
  expect(by).toEqual(['quarter', 'icb']);
  expect(filters).toEqual({ sex: ['female', 'male'], icb: ['QU9', 'QWO'], imd_decile: ['1', '10'] });
});

test('every breakdown is also a filter', () => {
  const codes: Partial<Record<string, string>> = {
    ...{ month: '2026-03', quarter: '2026-Q1', year: '2026', region: 'Y63', icb: 'QWO', sub_icb: '36J' },
    ...{ pcn: 'U12345', practice: 'A81001', provider: 'north', activity_provider: 'demo-leisure' },
    ...{ activity: 'none_yet', activity_based: 'true', imd_quintile: '5', imd_decile: '10', age_band: '85+' },
    ...{ sex: 'unknown', ethnicity: 'asian', ethnic_category: 'Z', route: 'gp', reason: 'falls_risk' },
    ...{ role: 'none', role_mix: 'both' },
  };
  for (const name of BREAKDOWNS)
    expect([name, asked({ [name]: codes[name] }).filters[name]]).toEqual([name, [codes[name]]]);
});

test('a date is the end of that day in London; an instant is itself', () => {
  expect(asked({ asOf: '2025-06-30' }).asOf).toBe(Date.parse('2025-06-30T22:59:59.999Z'));
  expect(asked({ asOf: '2025-06-30T12:00:00+01:00' }).asOf).toBe(Date.parse('2025-06-30T11:00:00Z'));
});

test.each([
  [{ by: 'icb,month,sex,route' }, 'too_many_breakdowns', 'by'],
  [{ by: 'sex,sex' }, 'repeated_breakdown', 'by'],
  [{ by: 'sex,' }, 'unknown_code', 'by'],
  [{ by: 'postcode' }, 'unknown_code', 'by'],
  [{ by: ['sex', 'icb'] }, 'repeated_parameter', 'by'],
  [{ sex: ['female', 'male'] }, 'repeated_parameter', 'sex'],
  [{ sex: '' }, 'unknown_code', 'sex'],
  [{ sex: 'women' }, 'unknown_code', 'sex'],
  [{ sex: 'constructor' }, 'unknown_code', 'sex'],
  [{ icb: 'QQQ' }, 'unknown_code', 'icb'],
  [{ region: 'QWO' }, 'unknown_code', 'region'],
  [{ provider: 'south' }, 'unknown_code', 'provider'],
  [{ practice: "A81001' OR 1" }, 'unknown_code', 'practice'],
  [{ month: '2026-13' }, 'unknown_code', 'month'],
  [{ quarter: '2026-Q5' }, 'unknown_code', 'quarter'],
  [{ from: '2026-1' }, 'invalid_parameter', 'from'],
  [{ to: '2026-00' }, 'invalid_parameter', 'to'],
  [{ from: '2026-02', to: '2026-01' }, 'invalid_parameter', 'from'],
  [{ asOf: 'yesterday' }, 'invalid_parameter', 'asOf'],
  [{ asOf: '2025-02-29' }, 'invalid_parameter', 'asOf'],
  [{ asOf: '2025-01-01T00:00:00' }, 'invalid_parameter', 'asOf'],
  [{ asOf: '2014-12-31' }, 'invalid_parameter', 'asOf'],
  [{ boundaries: 'new' }, 'unknown_code', 'boundaries'],
  [{ areas: 'home' }, 'unknown_code', 'areas'],
  [{ unit: 'household' }, 'unknown_code', 'unit'],
  [{ profile: 'open' }, 'unknown_code', 'profile'],
  [{ of: 'wales' }, 'unknown_code', 'of'],
])('%p is refused as %s of %s', (query, code, parameter) => {
  expect(fault(query)).toMatchObject({ status: 400, code, parameter });
});

test('an unknown parameter is refused with those that there are', () => {
  const { status, code, allowed } = fault({ sexx: 'female' });
  expect([status, code]).toEqual([400, 'unknown_parameter']);
  expect(allowed).toEqual(expect.arrayContaining(['by', 'sex', 'asOf', 'profile', 'icb']));
});

test('an unknown code is refused with those that there are, where the list is closed, and never echoed', () => {
  expect(fault({ sex: '9434765919' })['allowed']).toEqual(expect.arrayContaining(['female', 'unknown']));
  expect(fault({ icb: '9434765919' })['allowed']).toEqual(
    expect.arrayContaining([...BOARDS.map(({ code }) => code), 'unknown_split']),
  );
  for (const query of [
    { icb: '9434765919' },
    { asOf: '9434765919' },
    { '9434765919': 'x' },
    { by: '9434765919' },
  ])
    expect(JSON.stringify(fault(query))).not.toContain('9434765919');
});

test('a measure that is not in the registry is not found', () => {
  expect(fault({}, 'uptake')).toMatchObject({ status: 404, code: 'unknown_measure' });
  expect(fault({}, 'toString')).toMatchObject({ status: 404, code: 'unknown_measure' });
});

test('uptake.ever, which has no end in time, is neither broken down by time nor filtered by periods', () => {
  for (const query of [{ by: 'month' }, { by: 'icb,quarter' }, { by: 'year' }, { month: '2025-01' }])
    expect(fault(query, 'uptake.ever')).toMatchObject({ status: 400, code: 'not_by_time' });
  expect(asked({ by: 'icb,sex' }, 'uptake.ever').by).toEqual(['icb', 'sex']);
});

test('to whom providers are not told, any id may be named, and the answer says nothing about it', () => {
  expect(parseAsked({ provider: 'south' }, { providers: undefined }).asked.filters).toEqual({
    provider: ['south'],
  });
});
