import { openWorkbook } from '../../../../portal-api/src/testing/workbook.js';
import { ownWorkbook } from './own-workbook.js';

test('a workbook has its header, numbers as numbers and nothing where nothing is', async () => {
  const [sheet] = await opened(
    ['Month', 'Events'],
    [
      ['2026-10', 2],
      [null, 3],
    ],
  );
  expect(sheet?.cells).toEqual([
    ['Month', 'Events'],
    ['2026-10', 2],
    [null, 3],
  ]);
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)'])('%j is text there, no formula', async (id) => {
  const [sheet] = await opened(['id'], [[id]]);
  expect(sheet?.cells.at(1)).toEqual([id]);
  expect(sheet?.formulas).toBe(0);
});

test.each(['constructor', 'toString'])('an own id may be called %j', async (id) => {
  const [sheet] = await opened(['id'], [[id]]);
  expect(String(sheet?.cells[1]?.[0]).trim()).toBe(id);
});

async function opened(...file: Parameters<typeof ownWorkbook>): Promise<ReturnType<typeof openWorkbook>> {
  return openWorkbook(Buffer.from(await (await ownWorkbook(...file)).arrayBuffer()));
}
