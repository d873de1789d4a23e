import {
  acrossUsed,
  columnOf,
  makes,
  NO_SESSION,
  REFUSED,
  ROLES,
  type Coded,
  type Mapping,
  type Role,
} from './mapping.js';

/** What a person has to put right before the file can be looked at, at the field where that is done. */
export interface Fault {
  field: string;
  text: string;
}

/** Ids of the fields. */
export const FIELDS = {
  name: 'profile-name',
  activity: 'activity',
  activityProvider: 'activity-provider',
  weekOne: 'week-one',
  column: (at: number): string => `column-${at}`,
  format: (at: number): string => `format-${at}`,
  code: (coded: Coded, at: number): string => `code-${coded}-${at}`,
};

/** Profiles of the templates, which keep their names. */
const KEPT_NAMES = ['referrals', 'sessions', 'outcomes'];

/** Everything that is missing or double, in the order of the page. */
export function mappingFaults(mapping: Mapping): Fault[] {
  return [...columnFaults(mapping), ...sessionFaults(mapping), ...nameFault(mapping.name)];
}

function columnFaults(mapping: Mapping): Fault[] {
  const { columns } = mapping;
  const first = FIELDS.column(0);
  const faults = (Object.keys(ROLES) as Role[]).flatMap((role) => {
    const at = columns.flatMap((column, index) => (column.role === role ? [index] : []));
    const [, second] = at;
    if (second === undefined) return [];
    const names = at.map((index) => `‘${columns[index]?.name ?? ''}’`).join(' and ');
    return [{ field: FIELDS.column(second), text: `${names} are both “${ROLES[role]}”: choose one of them` }];
  });
  if (!columnOf(mapping, 'client') && !columnOf(mapping, 'nhsNumber'))
    faults.push({ field: first, text: `Say which column is “${ROLES.client}”, or “${ROLES.nhsNumber}”` });
  const { sessions, referrals } = makes(mapping);
  if (!sessions && !referrals)
    faults.push({ field: first, text: `Say which column is “${ROLES.sessionOn}”, or “${ROLES.referredOn}”` });
  return faults;
}

function sessionFaults(mapping: Mapping): Fault[] {
  if (!makes(mapping).sessions) return [];
  const across = acrossUsed(mapping);
  const faults: Fault[] = [];
  if (across && 'like' in across.by && !/^\d{4}-\d\d-\d\d$/.test(across.by.weekOne))
    faults.push({ field: FIELDS.weekOne, text: 'Enter the day on which week 1 began' });
  const meant = Object.values(mapping.codes.outcome).some((code) => code !== REFUSED && code !== NO_SESSION);
  if ((across || columnOf(mapping, 'outcome')) && !meant)
    faults.push({
      field: FIELDS.code('outcome', 0),
      text: 'Say for one word at least whether the person came',
    });
  if (!columnOf(mapping, 'activity') && mapping.activity === '')
    faults.push({ field: FIELDS.activity, text: 'Choose the activity of these sessions' });
  if (!/^[A-Za-z0-9._:-]{1,128}$/.test(mapping.activityProvider)) {
    const text = 'Enter a short name for who runs the sessions: letters, digits and hyphens, no spaces';
    faults.push({ field: FIELDS.activityProvider, text });
  }
  return faults;
}

function nameFault(name: string): Fault[] {
  const field = FIELDS.name;
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
    return [{ field, text: 'Enter a name of small letters, digits and hyphens, such as monday-register' }];
  if (KEPT_NAMES.includes(name))
    return [{ field, text: `‘${name}’ is the name of a template: choose another name` }];
  return [];
}
