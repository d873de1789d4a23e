import fs from 'node:fs';
import path from 'node:path';
import { BREAKDOWNS, EVERY_MEASURE } from '@waymark/measures';
import { measureBook } from './measure-book.js';

const PAGE = path.resolve(__dirname, '../../docs/measures.md');

test('docs/measures.md is what the registry says now', () => {
  const page = measureBook();
  if (process.env['WRITE_DOCS'] === '1') fs.writeFileSync(PAGE, page);
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(page);
});

test('every measure has a section with its sentence, and every breakdown a row', () => {
  const page = measureBook();
  for (const { id, sentence } of EVERY_MEASURE)
    expect(page).toContain(`\n### ${id}\n\n${sentence.slice(0, 30)}`);
  for (const breakdown of BREAKDOWNS) expect(page).toContain(`\n| \`${breakdown}\` |`);
});

test('every link of the list leads to a section', () => {
  const page = measureBook();
  const sections = [...page.matchAll(/^### (.*)$/gm)].map(([, title = '']) => title);
  const anchors = sections.map((title) => title.toLowerCase().replace(/[^\w-]/g, ''));
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, to]) => to);
  expect(links).toEqual(anchors);
  expect(new Set(anchors).size).toBe(anchors.length);
});
