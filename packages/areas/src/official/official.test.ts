import {
  composeEdition,
  coverageOf,
  officialTable,
  unknownCodes,
  whyNoEdition,
  type OfficialTable,
} from './index.js';

/** A small file as publishers write it: a header, then rows. */
function file(...lines: string[]): OfficialTable {
  return postcodeFile(undefined, ...lines);
}

function postcodeFile(onPostcode: Parameters<typeof officialTable>[1], ...lines: string[]): OfficialTable {
  const [header = [], ...rows] = lines.map((line) => line.split(','));
  const table = officialTable(header, onPostcode);
  if (!table) throw new Error(`nothing is known by ${header.join()}`);
  for (const row of rows) table.add(row);
  return table;
}

const LOOKUP_42 = file(
  'LSOA21CD,LSOA21NM,SICBL24CD,SICBL24CDH,SICBL24NM,ICB24CD,ICB24CDH,ICB24NM',
  'E01000001,Somewhere 001A,E38000240,10Q,Name,E54000044,QU9,Name',
  'E01000002,Somewhere 001B,E38000252,D4U1Y,Name,E54000034,QNQ,Name',
  'E01000003,Somewhere 001C,E38000252,D4U1Y,Name,E54000034,QNQ,Name',
);
const LOOKUP_36 = file(
  'lsoa21_code,sub_icb_ods_2026,icb_ods_2026',
  'E01000001,10Q,S0E4D',
  'E01000002,U2G6B,S0E4D',
  'E01000003,92A,S9B9J',
);
const IMD_2025 = file(
  'LSOA code (2021),LSOA name (2021),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)',
  'E01000001,Somewhere 001A,10',
  'E01000002,Somewhere 001B,1',
);
const IMD_2019 = file('lsoa11_code,IMD_decile,IMD_rank', 'E01000001,9,29199', 'E01009999,2,5000');
const SUB_ICBS = file(
  'sub_icb_ods,name,icb_ods_2022_2025,icb_ods_2026',
  '10Q,One,QU9,S0E4D',
  '06N,Herts Valleys,QM7,S1Y5D',
  '07H,West Essex,QM7,D7T5G',
  'D4U1Y,Frimley,QNQ,',
  'U2G6B,Thames Valley,,S0E4D',
);
const PRACTICES = file(
  'practice_code,pcn_code,sub_icb_ods,icb_ods,region_ods',
  'A81001,U12345,10Q,QU9,Y59',
  'A81002,U,06N,QM7,Y61',
  'A81003,U12346,07H,QM7,Y61',
  'A81004,U12346,D4U1Y,QNQ,Y59',
);
const LIST_SIZES = file('practice_code,sub_icb,patients', 'A81001,10Q,4000', 'A81002,06N,1', 'A89999,06N,7');

const KNOWN: [kind: string, header: string][] = [
  ['boards', 'ods_code,ons_code,name,region_ods,region_name,change_2026'],
  ['successions', 'predecessor_ods,predecessor_name,successor_ods,successor_name,split,effective'],
  ['sub_icbs', 'sub_icb_ods,sub_icb_ons_2022,name,icb_ods_2022_2025,icb_ods_2026,change_2026'],
  ['neighbourhoods', '\uFEFFlsoa21_code,sicbl24_code_nhs,icb24_code_nhs'],
  [
    'deprivation_2019',
    'LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)',
  ],
  [
    'practices',
    'PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,SUB_ICB_LOCATION_CODE,ICB_CODE',
  ],
  [
    'list_sizes',
    'PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS',
  ],
  ['postcodes', 'pcd,pcd2,pcds,dointr,doterm,oscty,lsoa11,sicbl,lsoa21,icb'],
  ['postcodes', 'pcd7,pcd8,pcds,dointr,doterm,lsoa21cd,icb24cd,sicbl24cd'],
];

test.each(KNOWN)('a file of %s is known by its columns, whatever its name: %s', (kind, header) => {
  expect(officialTable(header.split(','))?.kind).toBe(kind);
});

test('a file with other columns is none that is known', () => {
  expect(officialTable(['PatientId', 'AppointmentID', 'Gender'])).toBeUndefined();
});

describe('an edition of all files', () => {
  const tables = [LOOKUP_36, IMD_2019, LOOKUP_42, IMD_2025, SUB_ICBS, PRACTICES, LIST_SIZES];
  const edition = composeEdition(tables);

  test('places neighbourhoods before and since the boards changed, with the newest deprivation and no other', () => {
    expect(whyNoEdition(tables)).toEqual([]);
    expect(edition.imdYear).toBe(2025);
    expect(edition.lsoas).toEqual([
      { lsoa: 'E01000001', subIcb: '10Q', icb42: 'QU9', icb36: 'S0E4D', imdDecile: 10, imdYear: 2025 },
      { lsoa: 'E01000002', subIcb: 'U2G6B', icb42: 'QNQ', icb36: 'S0E4D', imdDecile: 1, imdYear: 2025 },
      { lsoa: 'E01000003', subIcb: '92A', icb42: 'QNQ', icb36: 'S9B9J' },
    ]);
  });

  test('places practices by their sub-ICB location, and none of a location that was split', () => {
    expect(edition.practices).toEqual([
      { practice: 'A81001', pcn: 'U12345', subIcb: '10Q', icb42: 'QU9', icb36: 'S0E4D', listSize: 4000 },
      { practice: 'A81002', subIcb: '06N', icb42: 'QM7', icb36: 'S1Y5D', listSize: 1 },
      { practice: 'A81003', pcn: 'U12346', subIcb: '07H', icb42: 'QM7', icb36: 'D7T5G' },
      { practice: 'A81004', pcn: 'U12346', subIcb: 'D4U1Y', icb42: 'QNQ' },
    ]);
  });

  test('names sub-ICB locations by their own list, else by a lookup', () => {
    expect(edition.places).toEqual([
      { level: 'sub_icb', code: '10Q', name: 'One' },
      { level: 'sub_icb', code: '06N', name: 'Herts Valleys' },
      { level: 'sub_icb', code: '07H', name: 'West Essex' },
      { level: 'sub_icb', code: 'D4U1Y', name: 'Frimley' },
      { level: 'sub_icb', code: 'U2G6B', name: 'Thames Valley' },
    ]);
    expect(composeEdition([LOOKUP_42]).places).toContainEqual({
      ...{ level: 'sub_icb', code: '10Q', name: 'Name' },
    });
  });

  test('says of how many something is not known', () => {
    expect(coverageOf(edition)).toEqual({
      practices: {
        ...{ all: 4, withoutNetwork: 1, withoutSubIcb: 0, withoutBoardBefore: 0, withoutBoardSince: 1 },
        ...{ withoutListSize: 2, registeredPatients: 4001 },
      },
      lsoas: { all: 3, withoutSubIcb: 0, withoutBoardBefore: 0, withoutBoardSince: 0, withoutDecile: 1 },
    });
  });

  test('tells codes that one file has and another lacks', () => {
    expect(unknownCodes(tables, edition)).toEqual([
      { what: 'sub-ICB locations that their list lacks', codes: ['92A'] },
      { what: 'practices with patients and without a place', codes: ['A89999'] },
    ]);
  });
});

test('practices, networks and locations have the names that the file of practices holds', () => {
  const named = file(
    'PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ICB_CODE',
    'A81001,The Surgery,U12345,North Network,10Q,Ten Q,QU9',
    'A81002,Other Surgery,U,UNALLOCATED,10Q,Ten Q,QU9',
  );
  const { practices, places } = composeEdition([named]);
  expect(practices.map(({ name }) => name)).toEqual(['The Surgery', 'Other Surgery']);
  expect(places).toEqual([
    { level: 'sub_icb', code: '10Q', name: 'Ten Q' },
    { level: 'pcn', code: 'U12345', name: 'North Network' },
  ]);
});

test('deprivation of 2019 is of the neighbourhoods whose code is that of 2011, and the rest are told', () => {
  const tables = [LOOKUP_42, IMD_2025, IMD_2019];
  const edition = composeEdition(tables, 2019);
  expect(edition.lsoas.map(({ lsoa, imdDecile, imdYear }) => [lsoa, imdDecile, imdYear])).toEqual([
    ['E01000001', 9, 2019],
    ['E01000002', undefined, undefined],
    ['E01000003', undefined, undefined],
  ]);
  expect(unknownCodes(tables, edition).map(({ codes }) => codes)).toEqual([['E01009999']]);
});

describe('with fewer files', () => {
  const QM7 = file('practice_code,pcn_code,sub_icb_ods,icb_ods', 'A81002,U,06N,QM7', 'A81003,U,07H,QM7');
  const boards = (...tables: OfficialTable[]) =>
    composeEdition(tables).practices.map(({ icb42, icb36 }) => [icb42, icb36]);

  test('a practice of a board that was split is in no board of today', () => {
    expect(boards(QM7)).toEqual([
      ['QM7', undefined],
      ['QM7', undefined],
    ]);
  });

  test('it is in that of the neighbourhoods of its sub-ICB location', () => {
    const lookup = file(
      'lsoa21_code,sub_icb_ods_2026,icb_ods_2026',
      'E01000004,06N,S1Y5D',
      'E01000005,07H,D7T5G',
    );
    expect(boards(QM7, lookup)).toEqual([
      ['QM7', 'S1Y5D'],
      ['QM7', 'D7T5G'],
    ]);
  });

  test('a practice of a board with one successor is in it', () => {
    expect(boards(file('practice_code,pcn_code,sub_icb_ods,icb_ods', 'A81001,U,10Q,QU9'))).toEqual([
      ['QU9', 'S0E4D'],
    ]);
  });

  test('a neighbourhood of today’s board alone is in one of before only where that can be told', () => {
    const lookup = file(
      'lsoa21_code,sub_icb_ods_2026,icb_ods_2026',
      'E01000001,10Q,S0E4D',
      'E01000006,01F,QYG',
    );
    expect(composeEdition([lookup]).lsoas).toEqual([
      { lsoa: 'E01000001', subIcb: '10Q', icb36: 'S0E4D' },
      { lsoa: 'E01000006', subIcb: '01F', icb42: 'QYG', icb36: 'QYG' },
    ]);
  });
});

describe('faults of a file', () => {
  test('are told by row and column, with what was expected and never what stood there', () => {
    const table = file(
      'lsoa21_code,IMD_decile',
      'E01000001,11',
      'Jane Smith,3',
      'E01000002,3',
      'E01000002,3',
    );
    expect(table.faults).toEqual([
      { row: 2, column: 'imd_decile', expected: 'a decile from 1 (most deprived) to 10' },
      { row: 3, column: 'lsoa21_code', expected: 'the code of a neighbourhood, such as E01000001' },
      { row: 5, column: 'lsoa', expected: 'one row of each' },
    ]);
    expect(table.rows).toHaveLength(1);
  });

  test('beyond twenty are counted', () => {
    const table = file('lsoa21_code,IMD_decile', ...Array.from({ length: 50 }, () => 'x,1'));
    expect([table.faults.length, table.faultCount]).toEqual([20, 50]);
  });
});

describe('no edition is made', () => {
  test.each([
    ['of nothing that places or tells anything', [LIST_SIZES], undefined, 'nothing to load'],
    ['of two files of one kind', [PRACTICES, PRACTICES], undefined, 'leave one'],
    ['of two lookups with the boards of one time', [LOOKUP_42, LOOKUP_42], undefined, 'leave one'],
    [
      'with a deprivation that is not there',
      [LOOKUP_42, IMD_2025],
      2019 as const,
      'no file of deprivation 2019',
    ],
    [
      'of a lookup with boards of both times',
      [file('lsoa21_code,sicbl24_code_nhs,icb24_code_nhs', 'E01000001,10Q,QU9', 'E01000002,10Q,S0E4D')],
      ...([undefined, 'in one file'] as const),
    ],
    [
      'of practices whose boards stand in both times, of no year that is told',
      [file('practice_code,pcn_code,sub_icb_ods,icb_ods', 'A81001,U,01F,QYG')],
      ...([undefined, 'cannot be told'] as const),
    ],
  ])('%s', (_, tables, year, reason) => {
    expect(whyNoEdition(tables, year)).toEqual([expect.stringContaining(reason)]);
  });
});

test('a postcode directory is checked and counted; its sound rows are handed on and not kept', () => {
  const handed: unknown[] = [];
  const table = postcodeFile(
    (row) => handed.push(row),
    'pcd7,pcd8,pcds,dointr,doterm,lsoa21cd',
    'OX1 1AA,OX1  1AA,OX1 1AA,198001,,E01000001',
    'OX11AB,x,x,198001,202001,E01000001',
    'GIR 0AA,x,x,198001,,',
    'nowhere,x,x,198001,,E01000001',
  );
  expect([table.postcodes, table.rows, table.faultCount]).toEqual([{ inUse: 2, placed: 1 }, [], 1]);
  expect(handed).toEqual([
    { postcode: 'OX1 1AA', lsoa: 'E01000001', ended: false },
    { postcode: 'OX11AB', lsoa: 'E01000001', ended: true },
    { postcode: 'GIR 0AA', lsoa: '', ended: false },
  ]);
});

test('registered patients by sex and age: those of all', () => {
  const sizes = file(
    'PUBLICATION,TYPE,CODE,SEX,AGE,NUMBER_OF_PATIENTS',
    'GP_PRAC_PAT_LIST,GP,A81001,ALL,ALL,10',
    'GP_PRAC_PAT_LIST,GP,A81001,MALE,0_4,4',
  );
  expect(composeEdition([PRACTICES, sizes]).practices[0]?.listSize).toBe(10);
});
