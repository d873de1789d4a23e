import { BOARD_CHANGE, regionOfIcb } from '@waymark/areas';
import { londonDate, londonDateText } from '@waymark/events';
import type { RateBreakdown } from '@waymark/measures';
import { CONTROL_DATABASE } from '../migrate.js';
import type { Warehouse } from '../warehouse.js';
import type { CohortQuestion, Scope } from './question.js';

/** A practice with its list, as the edition has it; '' = not known. */
export interface RegisteredPractice {
  practice: string;
  pcn: string;
  sub_icb: string;
  icb42: string;
  icb36: string;
  list_size: number;
}

/** Practices with a list size. Within boards: theirs on current boundaries. */
export async function registeredPractices(
  warehouse: Warehouse,
  edition: string | undefined,
  scope: Scope,
): Promise<RegisteredPractice[]> {
  const all = await warehouse.query<RegisteredPractice>(
    `SELECT practice, pcn, sub_icb, icb42, icb36, assumeNotNull(list_size) AS list_size
     FROM ${CONTROL_DATABASE}.practices FINAL WHERE edition = {edition:String} AND list_size > 0`,
    { edition: edition ?? '' },
  );
  return scope.kind === 'boards' ? all.filter(({ icb36 }) => scope.boards.includes(icb36)) : all;
}

interface Cell {
  patientYears: number;
  areaPatientYears: number;
  senders: Set<string>;
}

/**
 * Registered patients x years of the cells of a question, put together from practices by month: boards change between months,
 * and every period is of whole months, but for the last, which ends on the as-of date.
 */
export class PatientYears {
  private readonly cells = new Map<string, Cell>();

  /** @param sent which practice sent a referral in which month */
  constructor(
    private readonly question: CohortQuestion,
    practices: readonly RegisteredPractice[],
    sent: readonly (readonly [practice: string, month: string])[],
  ) {
    const byCode = new Map(practices.map((one) => [one.practice, one]));
    for (const [code, month] of sent) {
      const practice = byCode.get(code);
      if (practice) this.cell(practice, month)?.senders.add(code);
    }
    const months = monthsOf(
      question,
      sent.map(([, month]) => month),
    );
    for (const practice of practices) {
      for (const { month, years } of months) {
        const cell = this.cell(practice, month);
        if (!cell) continue;
        const patientYears = practice.list_size * years;
        cell.areaPatientYears += patientYears;
        if (cell.senders.has(practice.practice)) cell.patientYears += patientYears;
      }
    }
  }

  of(key: readonly string[]): { patientYears: number; areaPatientYears: number; practices: number } {
    const cell = this.cells.get(key.join('/'));
    if (!cell) return { patientYears: 0, areaPatientYears: 0, practices: 0 };
    const { senders, ...years } = cell;
    return { ...years, practices: senders.size };
  }

  /** Undefined: filtered out. */
  private cell(practice: RegisteredPractice, month: string): Cell | undefined {
    const { by, filters, boundaries } = this.question;
    const code = (breakdown: string): string =>
      CODE_OF[breakdown as RateBreakdown](practice, month, boundaries) || 'unknown';
    const isWanted = Object.entries(filters).every(([name, codes]) => codes.includes(code(name)));
    if (!isWanted) return undefined;
    const name = by.map(code).join('/');
    const cell = this.cells.get(name) ?? { patientYears: 0, areaPatientYears: 0, senders: new Set() };
    this.cells.set(name, cell);
    return cell;
  }
}

type CodeOf = (
  practice: RegisteredPractice,
  month: string,
  boundaries: CohortQuestion['boundaries'],
) => string;

const boardOf: CodeOf = ({ icb42, icb36 }, month, boundaries) =>
  boundaries === 'as_was' && `${month}-01` < BOARD_CHANGE ? icb42 : icb36;

const CODE_OF: Readonly<Record<RateBreakdown, CodeOf>> = {
  month: (_, month) => month,
  quarter: (_, month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`,
  year: (_, month) => month.slice(0, 4),
  region: (...of) => regionOfIcb(boardOf(...of)),
  icb: boardOf,
  sub_icb: ({ sub_icb }) => sub_icb,
  pcn: ({ pcn }) => pcn,
  practice: ({ practice }) => practice,
};

interface Month {
  month: string;
  /** Its share of its year, up to the as-of date. */
  years: number;
}

/** The months asked about; without `from`, since the first in which somebody was referred. */
function monthsOf({ from, to, asOf }: CohortQuestion, sent: readonly string[]): Month[] {
  const today = londonDateText(asOf);
  const until = to !== undefined && `${to}-32` < today ? to : today.slice(0, 7);
  const months: Month[] = [];
  const first = from ?? [...sent].sort()[0] ?? until;
  for (let month = first; month <= until; month = after(month)) {
    const [begins, ends] = [
      dayOf(`${month}-01`),
      Math.min(dayOf(`${after(month)}-01`), londonDate(asOf) + 1),
    ];
    const year = Number(month.slice(0, 4));
    months.push({ month, years: (ends - begins) / (dayOf(`${year + 1}-01-01`) - dayOf(`${year}-01-01`)) });
  }
  return months;
}

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

function after(month: string): string {
  const [year = 0, nth = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, nth, 1)).toISOString().slice(0, 7);
}
