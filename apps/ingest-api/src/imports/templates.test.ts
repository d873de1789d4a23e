import type { ImportReject } from '@waymark/service';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseProfile,
  templateCsv,
  TEMPLATES,
  type Template,
  type TemplateName,
} from '@waymark/provider-formats';
import { stringify } from 'yaml';
import { listRejects } from './list-rejects.js';
import { templateFile } from './template-files.js';

const DIRECTORY = join(__dirname, '../../../../docs/templates');
const fileOf = (name: string, ending: string): string => join(DIRECTORY, `${name}.${ending}`);

/** A file that is missing is written; to make one anew, remove it. */
async function held(name: TemplateName, template: Template): Promise<void> {
  const write = (ending: string, content: () => string | Buffer): void => {
    if (!existsSync(fileOf(name, ending))) writeFileSync(fileOf(name, ending), content());
  };
  const workbook = await templateFile(name, 'xlsx');
  write('yaml', () => stringify(template.profile, { aliasDuplicateObjects: false }));
  write('csv', () => templateCsv(template));
  write('xlsx', () => workbook);
}

describe.each(Object.entries(TEMPLATES) as [TemplateName, Template][])(
  'the template %s',
  (name, template) => {
    beforeAll(() => held(name, template));

    test('stands in docs/templates as its code lists and profile say', () => {
      expect(parseProfile(readFileSync(fileOf(name, 'yaml'), 'utf8'))).toEqual(template.profile);
      expect(readFileSync(fileOf(name, 'csv'), 'utf8')).toBe(templateCsv(template));
    });

    test.each(['csv', 'xlsx'] as const)(
      'has an example in %s that imports without a reject',
      async (kind) => {
        async function* body(): AsyncGenerator<Uint8Array> {
          yield await Promise.resolve(readFileSync(fileOf(name, kind)));
        }
        const rejects: ImportReject[] = [];
        await listRejects(template.profile, body(), (reject) => rejects.push(reject), kind);
        expect(rejects).toEqual([]);
      },
    );
  },
);
