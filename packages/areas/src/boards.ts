/** England's boards and regions: codes, names, places and successions are facts of the NHS Organisation Data Service. */

/** On this date 12 of the 42 boards were abolished, 6 created, and one (QRL) kept its code with a larger area. */
export const BOARD_CHANGE = '2026-04-01';

/** NHS England regions by ODS code. */
export const REGIONS = {
  Y56: 'London',
  Y58: 'South West',
  Y59: 'South East',
  Y60: 'Midlands',
  Y61: 'East of England',
  Y62: 'North West',
  Y63: 'North East and Yorkshire',
} as const;
export type RegionCode = keyof typeof REGIONS;

export interface Board {
  /** ODS code. */
  code: string;
  name: string;
  region: RegionCode;
  /** First day, `YYYY-MM-DD`. The 42 also stand for every earlier date. */
  validFrom: string;
  /** Last day; null = still there. */
  validTo: string | null;
  /** Position in the hexagon layout ("odd-r": odd rows are shifted right by half a tile; `r` grows north). */
  tile: { q: number; r: number };
  /** Boards that took its area over on {@link BOARD_CHANGE}; several: it was split. [] = none did. */
  successors: readonly string[];
  /** Boards whose area, or a part of it, it took over on that day, itself not among them. */
  predecessors: readonly string[];
}

type Era = 'both' | 'until' | 'since';
type Row = readonly [code: string, name: string, region: RegionCode, era: Era, q: number, r: number];

/** `until` = abolished on 2026-03-31, `since` = created on 2026-04-01; names without "NHS ... Integrated Care Board". */
const ROWS: readonly Row[] = [
  ['D7T5G', 'Essex', 'Y61', 'since', 8, 5],
  ['QE1', 'Lancashire and South Cumbria', 'Y62', 'both', 4, 9],
  ['QF7', 'South Yorkshire', 'Y63', 'both', 6, 8],
  ['QGH', 'Herefordshire and Worcestershire', 'Y60', 'both', 2, 5],
  ['QH8', 'Mid and South Essex', 'Y61', 'until', 8, 5],
  ['QHG', 'Bedfordshire, Luton and Milton Keynes', 'Y61', 'until', 5, 5],
  ['QHL', 'Birmingham and Solihull', 'Y60', 'both', 4, 5],
  ['QHM', 'North East and North Cumbria', 'Y63', 'both', 5, 10],
  ['QJ2', 'Derby and Derbyshire', 'Y60', 'both', 4, 7],
  ['QJG', 'Suffolk and North East Essex', 'Y61', 'until', 8, 6],
  ['QJK', 'Devon', 'Y58', 'both', 2, 2],
  ['QJM', 'Lincolnshire', 'Y60', 'both', 6, 7],
  ['QK1', 'Leicester, Leicestershire and Rutland', 'Y60', 'both', 6, 6],
  ['QKK', 'South East London', 'Y56', 'both', 7, 3],
  ['QKS', 'Kent and Medway', 'Y59', 'both', 8, 2],
  ['QM7', 'Hertfordshire and West Essex', 'Y61', 'until', 6, 5],
  ['QMF', 'North East London', 'Y56', 'both', 8, 4],
  ['QMJ', 'North Central London', 'Y56', 'until', 7, 4],
  ['QMM', 'Norfolk and Waveney', 'Y61', 'until', 7, 6],
  ['QNC', 'Staffordshire and Stoke-on-Trent', 'Y60', 'both', 4, 6],
  ['QNQ', 'Frimley', 'Y59', 'until', 5, 3],
  ['QNX', 'Sussex', 'Y59', 'until', 7, 2],
  ['QOC', 'Shropshire, Telford and Wrekin', 'Y60', 'both', 3, 6],
  ['QOP', 'Greater Manchester', 'Y62', 'both', 4, 8],
  ['QOQ', 'Humber and North Yorkshire', 'Y63', 'both', 5, 9],
  ['QOX', 'Bath and North East Somerset, Swindon and Wiltshire', 'Y58', 'both', 4, 3],
  ['QPM', 'Northamptonshire', 'Y60', 'both', 5, 6],
  ['QR1', 'Gloucestershire', 'Y58', 'both', 3, 4],
  ['QRL', 'Hampshire and Isle of Wight', 'Y59', 'both', 5, 2],
  ['QRV', 'North West London', 'Y56', 'until', 6, 4],
  ['QSL', 'Somerset', 'Y58', 'both', 3, 2],
  ['QT1', 'Nottingham and Nottinghamshire', 'Y60', 'both', 5, 7],
  ['QT6', 'Cornwall and the Isles of Scilly', 'Y58', 'both', 1, 1],
  ['QU9', 'Buckinghamshire, Oxfordshire and Berkshire West', 'Y59', 'until', 5, 4],
  ['QUA', 'Black Country', 'Y60', 'both', 3, 5],
  ['QUE', 'Cambridgeshire and Peterborough', 'Y61', 'until', 7, 5],
  ['QUY', 'Bristol, North Somerset and South Gloucestershire', 'Y58', 'both', 3, 3],
  ['QVV', 'Dorset', 'Y58', 'both', 4, 2],
  ['QWE', 'South West London', 'Y56', 'both', 6, 3],
  ['QWO', 'West Yorkshire', 'Y63', 'both', 5, 8],
  ['QWU', 'Coventry and Warwickshire', 'Y60', 'both', 4, 4],
  ['QXU', 'Surrey Heartlands', 'Y59', 'until', 6, 2],
  ['QYG', 'Cheshire and Merseyside', 'Y62', 'both', 3, 7],
  ['S0E4D', 'Thames Valley', 'Y59', 'since', 5, 4],
  ['S1Y5D', 'Central East', 'Y61', 'since', 5, 5],
  ['S9B9J', 'Surrey and Sussex', 'Y59', 'since', 7, 2],
  ['T6Y0W', 'Norfolk and Suffolk', 'Y61', 'since', 7, 6],
  ['Z9B2Z', 'West and North London', 'Y56', 'since', 6, 4],
];

/** What followed the abolished boards; in full where there is one, in parts where there are several. */
const SUCCESSORS: Readonly<Record<string, readonly string[]>> = {
  QHG: ['S1Y5D'],
  QUE: ['S1Y5D'],
  QM7: ['S1Y5D', 'D7T5G'],
  QH8: ['D7T5G'],
  QJG: ['D7T5G', 'T6Y0W'],
  QMM: ['T6Y0W'],
  QNQ: ['S0E4D', 'S9B9J', 'QRL'],
  QU9: ['S0E4D'],
  QXU: ['S9B9J'],
  QNX: ['S9B9J'],
  QMJ: ['Z9B2Z'],
  QRV: ['Z9B2Z'],
};

const ESTABLISHED = '2022-07-01';
const LAST_DAY_OF_THE_42 = '2026-03-31';

function board([code, name, region, era, q, r]: Row): Board {
  const predecessors = Object.entries(SUCCESSORS).filter(([, successors]) => successors.includes(code));
  return {
    code,
    name: `NHS ${name} Integrated Care Board`,
    region,
    validFrom: era === 'since' ? BOARD_CHANGE : ESTABLISHED,
    validTo: era === 'until' ? LAST_DAY_OF_THE_42 : null,
    tile: { q, r },
    successors: SUCCESSORS[code] ?? [],
    predecessors: predecessors.map(([predecessor]) => predecessor),
  };
}

/** Every board there was or is, by code: the 42 and the 36 (30 are in both). */
export const BOARDS: readonly Board[] = ROWS.map(board);

export const BOARDS_42: readonly Board[] = BOARDS.filter(({ validFrom }) => validFrom < BOARD_CHANGE);
export const BOARDS_36: readonly Board[] = BOARDS.filter(({ validTo }) => validTo === null);
