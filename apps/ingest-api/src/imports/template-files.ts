import {
  allowedRows,
  templateCsv,
  type Template,
  type TemplateName,
  TEMPLATES,
} from '@waymark/provider-formats';
import { profileHash } from './import-job.js';
import { textWorkbook } from './text-workbook.js';

/** A template as a page shows it. */
export interface TemplateTold {
  name: string;
  /** Of its profile. */
  hash: string;
  columns: { name: string; example: string; allowed?: readonly string[] }[];
}

export const isTemplate = (name: string): name is TemplateName => Object.hasOwn(TEMPLATES, name);

export function templatesTold(): TemplateTold[] {
  return Object.entries(TEMPLATES).map(([name, { profile, header, example, allowed }]) => ({
    ...{ name, hash: profileHash(profile) },
    columns: header.map((column, at) => ({
      ...{ name: column, example: firstFilled(example, at) },
      ...(allowed[column] && { allowed: allowed[column] }),
    })),
  }));
}

const firstFilled = (rows: Template['example'], at: number): string =>
  rows.map((row) => row[at] ?? '').find((text) => text !== '') ?? '';

/** A template to download: with its example, as a workbook also with a sheet of what its columns take. */
export async function templateFile(name: TemplateName, kind: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const template = TEMPLATES[name];
  if (kind === 'csv') return templateCsv(template);
  return textWorkbook([
    { name, rows: [template.header, ...template.example] },
    { name: 'Allowed values', rows: allowedRows(template) },
  ]);
}
