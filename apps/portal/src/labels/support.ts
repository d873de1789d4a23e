import { CONTACT_ACTIONS } from '@waymark/events';

const TOGETHER: Readonly<Record<string, string>> = {
  handover: 'Two or more roles',
  contacts_3: 'Three contacts or more',
};
const DONE: Readonly<Record<string, string>> = { ...CONTACT_ACTIONS, ...TOGETHER };

/** Everything that supporters may have done, in the order of the contract. */
export const DONE_CODES = Object.keys(DONE);

/** What supporters did, in plain words. */
export function doneLabel(what: string): string {
  return DONE[what] ?? what.replaceAll('_', ' ');
}

/** Whether it is one action of a contact, not something read from all contacts together. */
export function isAction(what: string): boolean {
  return !(what in TOGETHER);
}
