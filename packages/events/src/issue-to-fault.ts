import type { z } from 'zod';
import { containsNhsNumber } from './nhs-number.js';
import { FAULTS, type EventFault, type FaultCode } from './faults.js';

type Issue = z.core.$ZodIssue;

/**
 * Member names that may be shown in a pointer: words, as names of members are. An unknown member's name may itself be
 * what identifies a person.
 */
const SHOWABLE = /^[A-Za-z][A-Za-z_]{0,38}\d{0,2}$/;

/**
 * The fault to report of a value that its schema refused: a text that holds an NHS number before all else, since whoever
 * sends it must hear of that; else the first by the order of the schema's members. Unknown members come after faults of
 * known ones, because a misspelt name usually shows as both and the known name says more.
 * @param prefix pointer of the value checked, '' for the envelope.
 */
export function faultOf(error: z.ZodError, raw: unknown, prefix: '' | '/data'): EventFault {
  const issues = [...error.issues].sort((a, b) => rank(a) - rank(b));
  for (const issue of issues) {
    const path = nhsNumberAt(issue, raw, prefix);
    if (path) return faultAt('contains_nhs_number', prefix, path);
  }
  const issue = issues[0];
  if (!issue) throw new Error('a refused value without an issue');
  return toFault(issue, raw, prefix);
}

/** Where, among the values an issue is about, an NHS number stands outside its own place. */
function nhsNumberAt(issue: Issue, raw: unknown, prefix: '' | '/data'): PropertyKey[] | undefined {
  if (prefix === '/data' && issue.path.join('/') === 'person/nhsNumber') return undefined;
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.find((path) => {
    const value = valueAt(raw, path);
    return typeof value === 'string' && containsNhsNumber(value);
  });
}

function faultAt(code: FaultCode, prefix: '' | '/data', path: PropertyKey[]): EventFault {
  return { code, pointer: pointerTo(prefix, path), detail: FAULTS[code] };
}

/** Up to the first name that may not be shown. */
function pointerTo(prefix: '' | '/data', path: PropertyKey[]): string {
  const hidden = path.findIndex((step) => typeof step === 'string' && !SHOWABLE.test(step));
  const shown = hidden < 0 ? path : path.slice(0, hidden);
  return prefix + shown.map((step) => `/${String(step)}`).join('');
}

const rank = (issue: Issue): number => (issue.code === 'unrecognized_keys' ? 1 : 0);

function toFault(issue: Issue, raw: unknown, prefix: '' | '/data'): EventFault {
  if (issue.code === 'unrecognized_keys') {
    const code = prefix === '' ? 'unknown_attribute' : 'unknown_member';
    return faultAt(code, prefix, [...issue.path, issue.keys[0] ?? '']);
  }
  const code = codeOf(issue, raw);
  return { code, pointer: pointerTo(prefix, issue.path), detail: detailOf(code, issue) };
}

function codeOf(issue: Issue, raw: unknown): FaultCode {
  switch (issue.code) {
    case 'custom':
      return (issue.params as { code: FaultCode }).code;
    case 'invalid_type':
      return invalidType(valueAt(raw, issue.path));
    case 'invalid_value':
    case 'invalid_union':
      return valueAt(raw, issue.path) === undefined ? 'missing' : 'not_in_list';
    case 'too_big':
      if (issue.origin === 'string') return 'too_long';
      return issue.origin === 'array' ? 'too_many' : 'out_of_range';
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? 'too_short' : 'out_of_range';
    default:
      return 'invalid_format';
  }
}

function invalidType(value: unknown): FaultCode {
  if (value === undefined) return 'missing';
  // JSON may write a number that no machine holds (1e999): a number it is.
  return value === Infinity || value === -Infinity ? 'out_of_range' : 'wrong_type';
}

function detailOf(code: FaultCode, issue: Issue): string {
  const expected = expectation(code, issue);
  return expected === undefined ? FAULTS[code] : `${FAULTS[code]} Expected ${expected}.`;
}

function expectation(code: FaultCode, issue: Issue): string | undefined {
  switch (issue.code) {
    case 'custom':
    case 'invalid_format':
      return issue.message;
    case 'invalid_type':
      return code !== 'wrong_type'
        ? undefined
        : issue.expected === 'int'
          ? 'an integer'
          : `a JSON ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}`;
    default:
      return undefined;
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
