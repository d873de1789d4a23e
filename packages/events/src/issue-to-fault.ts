import type { z } from 'zod';
import { FAULTS, type EventFault, type FaultCode } from './faults.js';

type Issue = z.core.$ZodIssue;

/** Member names that may be shown in a pointer: an unknown member's name may itself be what identifies a person. */
const SHOWABLE = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/**
 * The fault to report of a value that its schema refused: the first by the order of the schema's members. Unknown members
 * come after faults of known ones, because a misspelt name usually shows as both and the known name says more.
 * @param prefix pointer of the value checked, '' for the envelope.
 */
export function faultOf(error: z.ZodError, raw: unknown, prefix: '' | '/data'): EventFault {
  const issues = [...error.issues].sort((a, b) => rank(a) - rank(b));
  const issue = issues[0];
  if (!issue) throw new Error('a refused value without an issue');
  return toFault(issue, raw, prefix);
}

const rank = (issue: Issue): number => (issue.code === 'unrecognized_keys' ? 1 : 0);

function toFault(issue: Issue, raw: unknown, prefix: '' | '/data'): EventFault {
  const at = (path: PropertyKey[]): string => prefix + path.map((step) => `/${String(step)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const path = SHOWABLE.test(key) ? [...issue.path, key] : issue.path;
    const code = prefix === '' ? 'unknown_attribute' : 'unknown_member';
    return { code, pointer: at(path), detail: FAULTS[code] };
  }
  const code = codeOf(issue, raw);
  return { code, pointer: at(issue.path), detail: detailOf(code, issue) };
}

function codeOf(issue: Issue, raw: unknown): FaultCode {
  switch (issue.code) {
    case 'custom':
      return (issue.params as { code: FaultCode }).code;
    case 'invalid_type':
      return valueAt(raw, issue.path) === undefined ? 'missing' : 'wrong_type';
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
      return code === 'missing'
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
