import { strToU8, zipSync, type Zippable } from 'fflate';
import writeXlsxFile from 'write-excel-file/node';

export type WrittenCell = string | number | boolean | Date | { formula: string } | null;

/** A workbook as a program writes it: sheets of rows. */
export async function workbook(
  sheets: Record<string, readonly (readonly WrittenCell[])[]>,
  format = 'dd/mm/yyyy',
): Promise<Uint8Array> {
  const cell = (value: WrittenCell): object | null => {
    if (value === null) return null;
    if (value instanceof Date) return { value, type: Date, format };
    return typeof value === 'object' ? { value: value.formula, type: 'Formula' } : { value };
  };
  const written = Object.entries(sheets).map(([sheet, rows]) => ({
    sheet,
    data: rows.map((row) => row.map(cell)) as never,
  }));
  return new Uint8Array(await writeXlsxFile(written).toBuffer());
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook part by part, for what no honest program writes. @param sheet the rows, in XML */
export function rawWorkbook(sheet: string | Uint8Array, others: Record<string, string> = {}): Uint8Array {
  const start = `${XML}<worksheet xmlns:r="${RELATION}"><sheetData>`;
  const rows = typeof sheet === 'string' ? strToU8(`${start}${sheet}</sheetData></worksheet>`) : sheet;
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types><Override PartName="/xl/workbook.xml" ContentType="main+xml"/></Types>`,
    'xl/workbook.xml': `${XML}<workbook xmlns:r="${RELATION}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    ...others,
  };
  const files: Zippable = { 'xl/worksheets/sheet1.xml': rows };
  for (const [name, text] of Object.entries(parts)) files[name] = strToU8(text);
  return zipSync(files);
}

/** A row of texts in XML. */
export const inlineRow = (...texts: string[]): string =>
  `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
