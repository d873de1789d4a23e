/** What an official file holds, and the columns by which it is known: publishers rename their files with every release. */

export interface Column {
  /** As publishers name it, over the years. */
  named: RegExp;
  /** What stands in it; a cell that does not match is a fault of the file. */
  holds: RegExp;
  /** The same in words, for whoever mends the file. */
  expected: string;
  /** A file without it is another kind of file. */
  optional?: true;
}

export type OfficialKind =
  | 'postcodes'
  | 'sub_icbs'
  | 'successions'
  | 'neighbourhoods'
  | 'deprivation_2025'
  | 'deprivation_2019'
  | 'practices'
  | 'list_sizes'
  | 'boards';

interface Kind {
  kind: OfficialKind;
  /** As people call it. */
  title: string;
  columns: Readonly<Record<string, Column>>;
  /** Columns that together name a row: no two rows are of one name. */
  key: readonly string[];
}

const column = (named: RegExp, holds: RegExp, expected: string): Column => ({ named, holds, expected });
const optional = (one: Column): Column => ({ ...one, optional: true });
const orEmpty = ({ named, holds, expected }: Column): Column => ({
  named,
  holds: new RegExp(`^$|${holds.source}`),
  expected: `${expected}, or nothing`,
});

const BOARD = /^[A-Z0-9]{3}([A-Z0-9]{2})?$/;
const board = (named: RegExp): Column =>
  column(named, BOARD, 'the ODS code of a board, such as QU9 or S0E4D');
const subIcb = (named: RegExp): Column =>
  column(named, BOARD, 'the ODS code of a sub-ICB location, such as 10Q or U2G6B');
const lsoa = (named: RegExp): Column =>
  column(named, /^[EW]01\d{6}$/, 'the code of a neighbourhood, such as E01000001');
const practice = (named: RegExp): Column =>
  column(named, /^[A-Z0-9]{6}$/, 'the ODS code of a practice, such as A81001');
const decile = column(
  /^(imd_decile|index of multiple deprivation \(imd\) decile.*)$/,
  /^([1-9]|10)$/,
  'a decile from 1 (most deprived) to 10',
);
/** 73 practices of December 2025 stand under `U`: no network is theirs. */
const pcn = column(
  /^pcn_code$/,
  /^(U(\d{5})?)?$/,
  'the ODS code of a network, such as U12345, or U for none',
);
const placeName = (named: RegExp): Column =>
  optional(column(named, /^.{0,200}$/, 'a name of at most 200 characters'));
const flag = column(/^split$/, /^(true|false)$/i, 'True or False');

/** The more particular first: a directory of postcodes has the columns of a lookup, too. */
export const KINDS: readonly Kind[] = [
  {
    kind: 'postcodes',
    title: 'postcode directory',
    columns: {
      postcode: column(/^pcd[78s]?$/, /^([A-Z]{1,2}\d[A-Z\d]?|GIR) *\d[A-Z]{2}$/, 'a postcode'),
      lsoa: orEmpty(column(/^lsoa21(cd)?$/, /^[A-Z]\d{8}$/, 'the code of a neighbourhood of 2021')),
      ended: column(/^doterm$/, /^(\d{4}-?\d{2})?$/, 'a month, or nothing while it is in use'),
    },
    key: [],
  },
  {
    kind: 'sub_icbs',
    title: 'sub-ICB locations before and since April 2026',
    columns: {
      subIcb: subIcb(/^sub_icb_ods$/),
      subIcbName: placeName(/^name$/),
      icb42: orEmpty(board(/^icb_ods_2022_2025$/)),
      icb36: orEmpty(board(/^icb_ods_2026$/)),
    },
    key: ['subIcb'],
  },
  {
    kind: 'successions',
    title: 'successions of boards',
    columns: { from: board(/^predecessor_ods$/), to: board(/^successor_ods$/), split: flag },
    key: ['from', 'to'],
  },
  {
    kind: 'neighbourhoods',
    title: 'neighbourhoods (LSOA 2021) and the areas above them',
    columns: {
      lsoa: lsoa(/^lsoa21(cd|_code)$/),
      subIcb: subIcb(/^(sicbl\d\d(cdh|_code_nhs)|sub_icb_ods(_20\d\d)?)$/),
      subIcbName: placeName(/^sicbl\d\dnm$/),
      icb: board(/^(icb\d\d(cdh|_code_nhs)|icb_ods(_20\d\d)?)$/),
    },
    key: ['lsoa'],
  },
  {
    kind: 'deprivation_2025',
    title: 'deprivation 2025 (LSOA 2021)',
    columns: { lsoa: lsoa(/^(lsoa21(cd|_code)|lsoa code \(2021\))$/), decile },
    key: ['lsoa'],
  },
  {
    kind: 'deprivation_2019',
    title: 'deprivation 2019 (LSOA 2011)',
    columns: { lsoa: lsoa(/^(lsoa11(cd|_code)|lsoa code \(2011\))$/), decile },
    key: ['lsoa'],
  },
  {
    kind: 'practices',
    title: 'practices and the areas above them',
    columns: {
      practice: practice(/^practice_code$/),
      name: placeName(/^practice_name$/),
      pcn,
      pcnName: placeName(/^pcn_name$/),
      subIcb: orEmpty(subIcb(/^(sub_icb_ods|sub_icb_location_code)$/)),
      subIcbName: placeName(/^sub_icb_location_name$/),
      icb: orEmpty(board(/^(icb_ods|icb_code)$/)),
    },
    key: ['practice'],
  },
  {
    kind: 'list_sizes',
    title: 'registered patients by practice',
    columns: {
      practice: practice(/^(practice_code|code)$/),
      patients: column(/^(patients|number_of_patients)$/, /^\d{1,6}$/, 'a whole number of patients'),
      sex: optional(column(/^sex$/, /^(ALL|MALE|FEMALE)$/, 'ALL, MALE or FEMALE')),
      age: optional(column(/^age$/, /^[A-Z0-9+_-]{1,12}$/, 'ALL or an age')),
    },
    key: ['practice', 'sex', 'age'],
  },
  {
    kind: 'boards',
    title: 'list of boards',
    columns: {
      board: board(/^ods_code$/),
      name: column(/^name$/, /^.{1,200}$/, 'a name'),
      region: column(/^region_ods$/, /^Y\d\d$/, 'the ODS code of a region, such as Y59'),
    },
    key: ['board'],
  },
];
