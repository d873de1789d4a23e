import { admit, type Admission, type AdmissionContext } from '../admit.js';
import type { FaultCode } from '../faults.js';
import type { EventType } from '../stored-event.js';
import { admissionContext, exampleEvent } from './examples.js';

export type Changes = Record<string, unknown>;

/** Admits the example of a type with changes. */
export function admitted(
  type: EventType,
  changes: Changes = {},
  context: Partial<AdmissionContext> = {},
): Admission {
  return admit(exampleEvent(type, changes), admissionContext(context));
}

/** The same with changes to `data` alone. */
export const admittedData = (type: EventType, data: Changes): Admission => admitted(type, { data });

/** One test per rule: what breaks it, with the code and the pointer of the answer. */
export function refuses(
  type: EventType,
  rules: [rule: string, changes: Changes, code: FaultCode, pointer: string][],
): void {
  test.each(rules)(`${type} is refused: %s`, (_rule, changes, code, pointer) => {
    expect(admitted(type, changes)).toMatchObject({ ok: false, code, pointer });
  });
}

/** The same for rules of `data`; the pointer is below `/data`. */
export function refusesData(
  type: EventType,
  rules: [rule: string, data: Changes, code: FaultCode, pointer: string][],
): void {
  refuses(
    type,
    rules.map(([rule, data, code, pointer]) => [rule, { data }, code, `/data${pointer}`]),
  );
}

/** One test per edge that is still allowed. */
export function takes(type: EventType, edges: [edge: string, changes: Changes][]): void {
  test.each(edges)(`${type} is taken: %s`, (_edge, changes) => {
    expect(admitted(type, changes)).toMatchObject({ ok: true });
  });
}

export function takesData(type: EventType, edges: [edge: string, data: Changes][]): void {
  takes(
    type,
    edges.map(([edge, data]) => [edge, { data }]),
  );
}
