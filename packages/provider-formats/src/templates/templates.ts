import {
  ACTIVITIES,
  ATTENDANCE_OUTCOMES,
  MEASURE_STAGES,
  REFERRAL_REASONS,
  ROUTES,
  SEXES,
} from '@waymark/events';
import { checkProfile, type CsvProfile } from '../csv/profile.js';

/** A table to fill in, with the profile that reads it: what a provider without a system of its own begins with. */
export interface Template {
  profile: CsvProfile;
  header: readonly string[];
  /** Invented. */
  example: readonly (readonly string[])[];
  /** What a column takes, by its name. */
  allowed: Readonly<Record<string, readonly string[]>>;
}

export type TemplateName = 'referrals' | 'sessions' | 'outcomes';

const DAY = 'dd/MM/yyyy';
const MINUTE = 'dd/MM/yyyy HH:mm';
const day = (column: string): object => ({ column, instant: DAY });
const minute = (column: string): object => ({ column, instant: MINUTE });
const client = { column: 'Client number', pseudonym: 'client' };
const number = (column: string): object => ({ column, number: true });

/** Labels as people see them, by their codes. */
const coded = (column: string, list: Record<string, string>, more: object = {}): object => ({
  column,
  map: Object.fromEntries(Object.entries(list).map(([code, label]) => [label, code])),
  ...more,
});

const profileOf = (name: TemplateName, events: object): CsvProfile =>
  checkProfile({ waymarkProfile: 1, name, subject: client, events });

const bookingId = { columns: ['Client number', 'Starts at'], pseudonym: 'session' };
const session = { id: ['Client number', 'Starts at'], data: { bookingId } };

export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  referrals: {
    profile: profileOf('referrals', {
      referral: {
        type: 'referral.received',
        id: ['Client number'],
        time: day('Referred on'),
        data: {
          person: { id: client },
          practice: { column: 'GP practice code' },
          ageBand: { column: 'Age', ageBand: true },
          sex: coded('Sex', SEXES),
          route: coded('Referred by', ROUTES),
          reasons: coded('Reasons', REFERRAL_REASONS, { list: ';' }),
        },
      },
    }),
    header: ['Client number', 'Referred on', 'Age', 'Sex', 'GP practice code', 'Referred by', 'Reasons'],
    example: [
      ['C001', '05/01/2026', '44', SEXES.female, 'A81001', ROUTES.gp, REFERRAL_REASONS.loneliness],
      [
        'C002',
        '07/01/2026',
        '',
        '',
        '',
        ROUTES.self,
        `${REFERRAL_REASONS.weight}; ${REFERRAL_REASONS.falls_risk}`,
      ],
    ],
    allowed: {
      Sex: Object.values(SEXES),
      'Referred by': Object.values(ROUTES),
      Reasons: Object.values(REFERRAL_REASONS),
    },
  },
  sessions: {
    profile: profileOf('sessions', {
      booking: {
        type: 'booking.made',
        ...session,
        time: day('Booked on'),
        data: {
          bookingId,
          activityProvider: { column: 'Where' },
          activity: coded('Activity', ACTIVITIES),
          startsAt: minute('Starts at'),
        },
      },
      attendance: {
        type: 'attendance.recorded',
        when: [{ column: 'Attended', notIn: [''] }],
        ...session,
        time: minute('Starts at'),
        data: { bookingId, outcome: coded('Attended', ATTENDANCE_OUTCOMES) },
      },
    }),
    header: ['Client number', 'Booked on', 'Starts at', 'Where', 'Activity', 'Attended'],
    example: [
      [
        'C001',
        '06/01/2026',
        '12/01/2026 10:00',
        'harbour-pool',
        ACTIVITIES.swimming,
        ATTENDANCE_OUTCOMES.attended,
      ],
      [
        'C002',
        '08/01/2026',
        '13/01/2026 14:30',
        'harbour-gym',
        ACTIVITIES.gym,
        ATTENDANCE_OUTCOMES.did_not_attend,
      ],
      ['C001', '08/01/2026', '19/01/2026 10:00', 'harbour-pool', ACTIVITIES.swimming, ''],
    ],
    allowed: { Activity: Object.values(ACTIVITIES), Attended: Object.values(ATTENDANCE_OUTCOMES) },
  },
  outcomes: {
    profile: profileOf('outcomes', {
      measure: {
        type: 'measure.recorded',
        id: ['Client number', 'Asked on'],
        time: day('Asked on'),
        data: {
          instrument: 'ons4',
          stage: coded('Stage', MEASURE_STAGES),
          scores: {
            satisfaction: number('Satisfied'),
            worthwhile: number('Worthwhile'),
            happy: number('Happy'),
            anxious: number('Anxious'),
          },
        },
      },
    }),
    header: ['Client number', 'Asked on', 'Stage', 'Satisfied', 'Worthwhile', 'Happy', 'Anxious'],
    example: [
      ['C001', '05/01/2026', MEASURE_STAGES.baseline, '4', '5', '5', '7'],
      ['C001', '30/03/2026', MEASURE_STAGES.exit, '7', '7', '8', '3'],
    ],
    allowed: {
      Stage: Object.values(MEASURE_STAGES),
      ...Object.fromEntries(
        ['Satisfied', 'Worthwhile', 'Happy', 'Anxious'].map((name) => [name, ['0 to 10']]),
      ),
    },
  },
};

/** The profile that reads a template; undefined when there is none of this name. */
export function templateProfile(name: string): CsvProfile | undefined {
  return Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name as TemplateName].profile : undefined;
}

/** A template's example as a CSV file that Excel opens as UTF-8. */
export function templateCsv({ header, example }: Template): string {
  const cell = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${[header, ...example].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** The rows of a template's second sheet: under each column's name what it takes. */
export function allowedRows({ allowed }: Template): (string | null)[][] {
  const lists = Object.values(allowed);
  const longest = Math.max(...lists.map((list) => list.length));
  const rows = Array.from({ length: longest }, (_, at) => lists.map((list) => list[at] ?? null));
  return [Object.keys(allowed), ...rows];
}
