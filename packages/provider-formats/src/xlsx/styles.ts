import { readXml } from './xml.js';

/** Formats that every workbook knows without naming them: dates and times, in Western and East Asian forms. */
const isKnownDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format's code shows a number as a date; colours, conditions and quoted words aside. */
function isDateCode(code: string): boolean {
  const [positive = ''] = code.split(';');
  return /[dmyhs]/i.test(positive.replace(/"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]|General/gi, ''));
}

/** Which styles of cells are dates, by their number. */
export function dateStylesOf(styles: Iterable<Uint8Array>): boolean[] {
  const codes = new Map<number, string>();
  const dates: boolean[] = [];
  let ofCells = false;
  readXml(styles, {
    opens: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') ofCells = true;
      else if (name === 'xf' && ofCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        const code = codes.get(id);
        dates.push(code === undefined ? isKnownDate(id) : isDateCode(code));
      }
    },
    closes: (name) => {
      if (name === 'cellXfs') ofCells = false;
    },
  });
  return dates;
}
