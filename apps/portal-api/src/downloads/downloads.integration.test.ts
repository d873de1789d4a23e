import { findMeasure } from '@waymark/measures';
import { FORMATS } from '../format.js';
import type { Row } from '../schemas.js';
import { openCountry, REFERRALS, UPTAKE } from '../testing/asking.js';
import { parseCsv } from '../testing/csv.js';
import { EVERY_CALL } from '../testing/every-call.js';
import type { TestPortal } from '../testing/portal.js';
import { openWorkbook, type OpenedSheet } from '../testing/workbook.js';
import { labelOf } from './cover.js';
import { CONFIDENTIAL } from './workbook.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openCountry();
});
afterAll(() => portal.close());

async function opened(path: string, name: string): Promise<OpenedSheet[]> {
  const answer = await portal.get(path, name, { accept: FORMATS.xlsx });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, FORMATS.xlsx]);
  return openWorkbook(answer.bytes);
}

/** Every number of an answer, wherever it stands. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(EVERY_CALL)('%s as a workbook', (path) => {
  test.each(['analyst', 'controller'])(
    'holds for a person such as %s only figures of the answer',
    async (name) => {
      const { body, status } = await portal.get(path, name);
      expect([status, body.code]).toEqual([200, undefined]);
      const [cover, definitions, ...data] = await opened(path, name);
      expect([cover?.name, definitions?.name]).toEqual(['Cover', 'Definitions']);
      expect(data.length).toBeGreaterThan(0);
      const numbers = new Set(numbersIn(body));
      const figures = data.flatMap(({ cells }) => cells.flat()).filter((cell) => typeof cell === 'number');
      expect(figures.filter((figure) => !numbers.has(figure))).toEqual([]);
    },
  );

  test('has a header row on every sheet of data, each column defined, nothing merged, no formula', async () => {
    const [cover, definitions, ...data] = await opened(path, 'analyst');
    const defined = (definitions?.cells ?? []).map(([about, item]) => `${about} ${item}`);
    for (const { name, cells } of data) {
      const [header = []] = cells;
      expect(header.filter((column) => typeof column !== 'string' || column === '')).toEqual([]);
      expect(header.filter((column) => !defined.some((item) => item.endsWith(` ${column}`)))).toEqual([]);
      expect(name.length).toBeLessThanOrEqual(31);
    }
    const all = [cover, definitions, ...data];
    expect(all.map((sheet) => [sheet?.formulas, sheet?.merged])).toEqual(all.map(() => [0, 0]));
  });

  test('holds the figures of the CSV file on its first sheet of data, [c] where that has *', async () => {
    const csv = await portal.get(path, 'analyst', { accept: FORMATS.csv });
    const [, , data] = await opened(path, 'analyst');
    const header = data?.cells[0] ?? [];
    const shown = (text: string): string => (text === '*' ? CONFIDENTIAL : text.replace(/^'/, ''));
    const inCsv = parseCsv(csv.text).map((cells) => cells.slice(0, header.length).map(shown));
    const onSheet = data?.cells.map((cells) => header.map((_, nth) => String(cells[nth] ?? '')));
    expect(onSheet).toEqual(inCsv);
  });

  test('says on its cover all that a CSV file says in its columns', async () => {
    const asOf = String((await portal.get(path, 'analyst')).body['asOf']);
    const pinned = `${path}&asOf=${encodeURIComponent(asOf)}`;
    const csv = await portal.get(pinned, 'analyst', { accept: FORMATS.csv });
    const [cover] = await opened(pinned, 'analyst');
    const told = new Map((cover?.cells ?? []).map(([label, value]) => [String(label), value]));
    const header = csv.text.slice(0, csv.text.indexOf('\r\n')).split(',');
    const provenance = header.slice(header.indexOf('filters'));
    expect(provenance).toEqual(
      expect.arrayContaining(['scope', 'as_of', 'disclosure_profile', 'build', 'link']),
    );
    expect(provenance.filter((name) => !told.has(labelOf(name)))).toEqual([]);
    expect(told.get(labelOf('as_of'))).toBe(asOf);
    expect(told.get('Disclosure control')).toMatch(/1 to 7 people are withheld/);
  });

  test('names a link that gives the same figures again', async () => {
    const [cover, , ...data] = await opened(path, 'analyst');
    const link = cover?.cells.find(([label]) => label === labelOf('link'))?.[1];
    const [, , ...again] = await opened(String(link), 'analyst');
    expect(again).toEqual(data);
  });
});

describe('a measure as a workbook', () => {
  const path = `${UPTAKE}?by=icb,quarter&from=2025-01`;

  test('holds the rows of the answer, names beside codes', async () => {
    const { body } = await portal.get(path, 'analyst');
    const [, , data] = await opened(path, 'analyst');
    const [header = [], ...lines] = data?.cells ?? [];
    const told = lines.map((cells) => new Map(header.map((column, nth) => [column, cells[nth] ?? null])));
    const shown = (row: Row, member: 'numerator' | 'denominator' | 'value' | 'lower' | 'upper') =>
      row.suppressed?.includes(member) ? CONFIDENTIAL : row[member];
    expect(data?.name).toBe('uptake.first_session');
    expect(told.map((row) => Object.fromEntries(row) as object)).toMatchObject(
      (body.rows ?? []).map((row) => ({
        ...{ icb: row.icb, quarter: row.quarter },
        ...{ numerator: shown(row, 'numerator'), denominator: shown(row, 'denominator') },
        ...{ value: shown(row, 'value'), lower: shown(row, 'lower'), upper: shown(row, 'upper') },
      })),
    );
    expect(header.slice(0, 4)).toEqual(['icb', 'icb_name', 'quarter', 'quarter_name']);
    expect(lines.flat()).toContain('NHS West Yorkshire Integrated Care Board');
  });

  test('defines it as the registry does, with what was published', async () => {
    const measure = findMeasure('uptake.first_session');
    const [cover, definitions] = await opened(path, 'controller');
    expect(cover?.cells.slice(0, 2)).toEqual([
      ['Title', measure?.name],
      ['What it is', measure?.sentence],
    ]);
    const meanings = definitions?.cells.map((cells) => cells[2]);
    expect(meanings).toEqual(
      expect.arrayContaining([
        measure?.numerator,
        measure?.denominator,
        measure?.maturity,
        ...(measure?.caveats ?? []),
      ]),
    );
    expect(definitions?.cells.filter(([, item]) => item === 'Published value')).toHaveLength(
      measure?.published.length ?? NaN,
    );
    expect(cover?.cells.find(([label]) => label === 'Disclosure control')?.[1]).toMatch(/Exact counts/);
  });

  test('names a provider that is called like a formula as text', async () => {
    const [, , data] = await opened(`${REFERRALS}?by=provider`, 'controller');
    expect([data?.formulas, data?.cells[1]]).toEqual([0, ['north', '=North, link workers', 35, null, 35]]);
  });

  test('is a file of its own, with a tag of its own', async () => {
    const json = await portal.get(path, 'controller');
    const xlsx = await portal.get(path, 'controller', { accept: `${FORMATS.xlsx}, ${FORMATS.json};q=0.5` });
    expect(xlsx.headers['content-disposition']).toMatch(
      /^attachment; filename="waymark-uptake\.first_session-icb-quarter-\d{4}-\d\d-\d\d\.xlsx"$/,
    );
    expect(xlsx.headers['etag']).not.toBe(json.headers['etag']);
    expect((await portal.audit()).at(-1)).toMatchObject({
      format: 'xlsx',
      outcome: { is: 'answered', rows: 4 },
    });
  });
});
