import { EditionAssembler, editionRecords, type EditionPart } from './edition.js';

const edition = {
  id: 'e1',
  label: 'An edition',
  synthetic: true,
  practices: Array.from({ length: 5_000 }, (_, i) => ({ practice: `P${i}` })),
  lsoas: Array.from({ length: 9_000 }, (_, i) => ({ lsoa: `E${i}` })),
  places: Array.from({ length: 3_000 }, (_, i) => ({
    level: 'pcn' as const,
    code: `U${i}`,
    name: `Network ${i}`,
  })),
};
const parts = editionRecords(edition).map((record) => JSON.parse(record.value) as EditionPart);

test('an edition cut into parts is put together again whole, at the time of its last part', () => {
  const assembler = new EditionAssembler();
  const results = parts.map((part, at) => assembler.add(part, 1_000 + at));
  expect(results.slice(0, -1)).toEqual(parts.slice(0, -1).map(() => undefined));
  expect(results.at(-1)).toEqual({ ...edition, loadedAt: 1_000 + parts.length - 1 });
});

test('an edition without names of places is put together as it was, without any', () => {
  const { places: _, ...unnamed } = edition;
  const assembler = new EditionAssembler();
  const results = editionRecords(unnamed).map(({ value }) =>
    assembler.add(JSON.parse(value) as EditionPart, 5),
  );
  expect(results.at(-1)).toEqual({ ...unnamed, loadedAt: 5 });
});

test('an edition interrupted and begun again appears once, whole', () => {
  const assembler = new EditionAssembler();
  const results = [...parts.slice(0, 2), ...parts].map((part) => assembler.add(part, 5));
  expect(results.filter((result) => result !== undefined)).toEqual([{ ...edition, loadedAt: 5 }]);
});

test('an edition whose parts are not all there never appears', () => {
  const assembler = new EditionAssembler();
  expect([parts[0], parts[2], parts[4]].map((part) => assembler.add(part!, 5))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('no part comes near the limit of a broker', () => {
  expect(Math.max(...editionRecords(edition).map((record) => record.value.length))).toBeLessThan(900_000);
});
