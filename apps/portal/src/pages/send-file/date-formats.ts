interface Part {
  format: string;
  /** The last day of 2026, at half past two, written so. */
  shown: string;
  fits: RegExp;
}

const day = (format: string, shown: string, fits: RegExp): Part => ({ format, shown, fits });

/** The common ways to write a day; the day before the month where both are possible. */
const DAYS: readonly Part[] = [
  day('d/M/yyyy', '31/12/2026', /^(0?[1-9]|[12]\d|3[01])\/(0?[1-9]|1[0-2])\/\d{4}/),
  day('M/d/yyyy', '12/31/2026 (month first)', /^(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\/\d{4}/),
  day('yyyy-MM-dd', '2026-12-31', /^\d{4}-\d\d-\d\d/),
  day('yyyy/MM/dd', '2026/12/31', /^\d{4}\/\d\d\/\d\d/),
  day('d-M-yyyy', '31-12-2026', /^\d{1,2}-\d{1,2}-\d{4}/),
  day('d.M.yyyy', '31.12.2026', /^\d{1,2}\.\d{1,2}\.\d{4}/),
  day('d/M/yy', '31/12/26', /^\d{1,2}\/\d{1,2}\/\d\d(?!\d)/),
  day('d.M.yy', '31.12.26', /^\d{1,2}\.\d{1,2}\.\d\d(?!\d)/),
  day('d MMM yyyy', '31 Dec 2026', /^\d{1,2} [a-z]{3} \d{4}/i),
  day('d MMMM yyyy', '31 December 2026', /^\d{1,2} [a-z]{3,9} \d{4}/i),
  day('d-MMM-yyyy', '31-Dec-2026', /^\d{1,2}-[a-z]{3}-\d{4}/i),
  day('d-MMM-yy', '31-Dec-26', /^\d{1,2}-[a-z]{3}-\d\d(?!\d)/i),
  day('d MMM yy', '31 Dec 26', /^\d{1,2} [a-z]{3} \d\d(?!\d)/i),
  day('MMM d, yyyy', 'Dec 31, 2026', /^[a-z]{3} \d{1,2}, \d{4}/i),
];

const TIMES: readonly Part[] = [
  { format: '', shown: '', fits: /^$/ },
  { format: ' HH:mm', shown: ' 14:30', fits: /^ \d{1,2}:\d\d$/ },
  { format: ' HH:mm:ss', shown: ' 14:30:00', fits: /^ \d{1,2}:\d\d:\d\d$/ },
  { format: ' h:mm a', shown: ' 2:30 pm', fits: /^ \d{1,2}:\d\d [ap]m$/i },
  { format: "'T'HH:mm", shown: 'T14:30', fits: /^T\d\d:\d\d$/ },
  { format: "'T'HH:mm:ss", shown: 'T14:30:00', fits: /^T\d\d:\d\d:\d\d$/ },
];

const EXCEL = { format: 'excel', shown: 'a number, as Excel keeps dates: 46387' };

export interface DateFormat {
  /** As a profile names it. */
  format: string;
  /** A day written so. */
  shown: string;
}

/** Every way to write a day that the page offers. */
export const DATE_FORMATS: readonly DateFormat[] = [
  ...TIMES.flatMap((time) =>
    DAYS.map((each) => ({ format: each.format + time.format, shown: each.shown + time.shown })),
  ),
  EXCEL,
];

/** The ways in which every one of some texts may be written, the likeliest first; all there are when none fits. */
export function formatsFor(texts: readonly string[]): readonly DateFormat[] {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '');
  const fitting = filled.length === 0 ? [] : DATE_FORMATS.filter(({ format }) => allFit(filled, format));
  return fitting.length === 0 ? DATE_FORMATS : fitting;
}

function allFit(texts: readonly string[], format: string): boolean {
  if (format === EXCEL.format) return texts.every((text) => /^[4-5]\d{4}(\.\d+)?$/.test(text));
  return texts.every((text) => DAYS.some((each) => TIMES.some((time) => fits(text, each, time, format))));
}

function fits(text: string, each: Part, time: Part, format: string): boolean {
  if (each.format + time.format !== format) return false;
  const [found] = each.fits.exec(text) ?? [];
  return found !== undefined && time.fits.test(text.slice(found.length));
}
