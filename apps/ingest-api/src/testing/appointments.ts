import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasNhsCheckDigit } from '@waymark/events';

/** The worked example of docs/csv-profiles.md, as it stands there. */
export const APPOINTMENTS_PROFILE = readFileSync(
  join(__dirname, '../../../../docs/profiles/appointments.yaml'),
  'utf8',
);

export const HEADER = [
  ...['PatientId', 'AppointmentID', 'Gender', 'ScheduledDay', 'AppointmentDay', 'Age', 'Neighbourhood'],
  ...['Scholarship', 'Hipertension', 'Diabetes', 'Alcoholism', 'Handcap', 'SMS_received', 'No-show'],
].join(',');

/** Invented, in the shape of the public record. */
export interface Appointment {
  patient: string;
  id: number;
  gender: string;
  scheduled: string;
  day: string;
  age: number;
  noShow: string;
}

/** Ten digits with a valid check digit, of a range in issue: what an export's own ids may look like. */
export function looksLikeNhsNumber(nineDigits: number): string {
  for (let digit = 0; digit < 10; digit += 1) {
    const number = `${nineDigits}${digit}`;
    if (hasNhsCheckDigit(number)) return number;
  }
  return looksLikeNhsNumber(nineDigits + 1);
}

/** People with one to three appointments each; some ids as in the record: long, in scientific notation, like an NHS number. */
export function someAppointments(people: number): Appointment[] {
  return Array.from({ length: people }, (_, person) => {
    const patients = [
      `${29872499824 + person * 7}`,
      `${93779529 + person}27E-5`,
      looksLikeNhsNumber(485_777_000 + person),
    ];
    return Array.from({ length: 1 + (person % 3) }, (_each, nth) => ({
      patient: patients[person % 5 === 4 ? 2 : person % 5 === 3 ? 1 : 0] ?? '',
      id: 5_600_000 + person * 10 + nth,
      gender: person % 2 === 0 ? 'F' : 'M',
      scheduled: `2016-04-${String(10 + nth).padStart(2, '0')}T18:38:08Z`,
      day: `2016-05-${String(1 + ((person + nth) % 28)).padStart(2, '0')}T00:00:00Z`,
      age: person === 0 ? -1 : 20 + (person % 60),
      noShow: (person + nth) % 4 === 0 ? 'Yes' : 'No',
    }));
  }).flat();
}

export function csvOf(appointments: readonly Appointment[]): string {
  const lines = appointments.map(({ patient, id, gender, scheduled, day, age, noShow }) =>
    [patient, id, gender, scheduled, day, age, 'JARDIM DA PENHA, VITÓRIA', 0, 0, 0, 0, 0, 1, noShow]
      .map((cell) => (/,/.test(String(cell)) ? `"${String(cell)}"` : String(cell)))
      .join(','),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}
