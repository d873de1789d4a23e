import { acrossUsed, columnOf, makes, NO_SESSION, REFUSED, type Coded, type Mapping } from './mapping.js';

/** What the events of a wide register call a column's name and its cell; no file's own columns. */
const MADE = { header: 'Session (of the register)', cell: 'Attended (of the register)' };

/** A profile as the server stores it. */
export interface Profile {
  waymarkProfile: 1;
  name: string;
  snapshot?: true;
  unpivot?: object;
  subject: object;
  events: Record<string, object>;
}

/** The profile that a mapping without faults says. */
export function mappedProfile(mapping: Mapping): Profile {
  const person = columnOf(mapping, 'client')?.name ?? columnOf(mapping, 'nhsNumber')?.name ?? '';
  const across = acrossUsed(mapping);
  const { sessions, referrals } = makes(mapping);
  return {
    waymarkProfile: 1,
    name: mapping.name,
    ...(mapping.snapshot && { snapshot: true as const }),
    ...(across && { unpivot: { columns: across.by, ...MADE } }),
    subject: { column: person, pseudonym: 'client' },
    events: {
      ...(referrals && { referral: referralOf(mapping, person) }),
      ...(sessions && sessionsOf(mapping, person)),
    },
  };
}

function referralOf(mapping: Mapping, person: string): object {
  const column = (role: 'nhsNumber' | 'postcode' | 'practice' | 'age'): string | undefined =>
    columnOf(mapping, role)?.name;
  const [nhs, postcode, practice, age] = [
    ...[column('nhsNumber'), column('postcode'), column('practice'), column('age')],
  ];
  const identity =
    nhs === undefined ? { id: { column: person, pseudonym: 'client' } } : { nhsNumber: { column: nhs } };
  return {
    ...{ type: 'referral.received', id: [person], time: dateOf(mapping, 'referredOn') },
    data: {
      person: { ...identity, ...(postcode !== undefined && { postcode: { column: postcode } }) },
      ...(practice !== undefined && { practice: { column: practice } }),
      ...(age !== undefined && { ageBand: { column: age, ageBand: true } }),
      ...codedOf(mapping, 'sex'),
    },
  };
}

function sessionsOf(mapping: Mapping, person: string): Record<string, object> {
  const across = acrossUsed(mapping);
  const session = across ? MADE.header : (columnOf(mapping, 'sessionOn')?.name ?? '');
  const startsAt = across ? { column: MADE.header, instant: 'iso' } : dateOf(mapping, 'sessionOn');
  const id = [person, session];
  const bookingId = { columns: id, pseudonym: 'session' };
  const outcome = across ? MADE.cell : columnOf(mapping, 'outcome')?.name;
  const left = Object.entries(mapping.codes.outcome).flatMap(([word, code]) =>
    code === NO_SESSION ? [word] : [],
  );
  return {
    booking: {
      ...{ type: 'booking.made', id },
      ...(outcome !== undefined && left.length > 0 && { when: [{ column: outcome, notIn: left }] }),
      time: columnOf(mapping, 'bookedOn') ? dateOf(mapping, 'bookedOn') : startsAt,
      data: {
        ...{ bookingId, activityProvider: mapping.activityProvider },
        activity: codedOf(mapping, 'activity', 'other').activity ?? mapping.activity,
        startsAt,
      },
    },
    ...(outcome !== undefined && {
      attendance: {
        ...{ type: 'attendance.recorded', id },
        // A session without an outcome is one that nobody has written down yet.
        when: [{ column: outcome, notIn: ['', ...left] }],
        time: startsAt,
        data: { bookingId, outcome: { column: outcome, map: mapOf(mapping, 'outcome') } },
      },
    }),
  };
}

function codedOf(
  mapping: Mapping,
  coded: Exclude<Coded, 'outcome'>,
  otherwise?: string,
): Partial<Record<Coded, object>> {
  const column = columnOf(mapping, coded)?.name;
  if (column === undefined) return {};
  const map = mapOf(mapping, coded);
  return { [coded]: { column, map, ...(otherwise !== undefined && { otherwise }) } };
}

function mapOf(mapping: Mapping, coded: Coded): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.codes[coded]).filter(([, code]) => code !== REFUSED && code !== NO_SESSION),
  );
}

function dateOf(mapping: Mapping, role: 'referredOn' | 'bookedOn' | 'sessionOn'): object {
  const column = columnOf(mapping, role)?.name ?? '';
  return { column, instant: mapping.formats[column] };
}
