import { INWARDS, postcodeCode } from './postcode-code.js';
import { NOWHERE, PostcodeTable } from './postcode-table.js';

/** A row of a directory of postcodes. */
export interface PostcodeRow {
  /** In any spacing. */
  postcode: string;
  /** Of 2021; '' = none. */
  lsoa: string;
  /** No longer in use. Records of the past, and people who give their old one, have it still. */
  ended: boolean;
}

const PLACES = 0x10000;
const FIRST_ROOM = 1 << 16;
/** Codes of Wales, and those that stand for the whole of another country, are no neighbourhood of the contract. */
const ENGLISH = /^E01(\d{6})$/;

/** Takes the rows of a directory in any order, at eight bytes each, and makes the table of them. */
export class PostcodeCollector {
  private readonly places = new Map<number, number>();
  /** Postcode, whether it ended and place, in one number that sorts so. */
  private rows = new Float64Array(FIRST_ROOM);
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** What is not written as a postcode is left out: whoever reads the file tells its faults. */
  add({ postcode, lsoa, ended }: PostcodeRow): void {
    const code = postcodeCode(postcode.replace(/ /g, ''));
    if (!code) return;
    if (this.count === this.rows.length) this.grow();
    const number = code.outward * INWARDS + code.inward;
    this.rows[this.count] = (number * 2 + Number(ended)) * PLACES + this.placeOf(lsoa);
    this.count += 1;
  }

  /** Of a postcode in several rows the one in use stands, and one with a neighbourhood before one without. */
  table(): PostcodeTable {
    const distinct = this.sortedRows();
    const renumbered = new Renumbered([...this.places.keys()]);
    const inwards = new Uint16Array(distinct.length);
    const places = new Uint16Array(distinct.length);
    const outwards: number[] = [];
    const starts: number[] = [];
    distinct.forEach((row, at) => {
      const number = numberOf(row);
      const outward = Math.floor(number / INWARDS);
      if (outwards.at(-1) !== outward) {
        outwards.push(outward);
        starts.push(at);
      }
      inwards[at] = number % INWARDS;
      places[at] = renumbered.of(row % PLACES);
    });
    return PostcodeTable.of({
      outwards: Uint32Array.from(outwards),
      starts: Uint32Array.from([...starts, distinct.length]),
      lsoas: Uint32Array.from(renumbered.lsoas),
      ...{ inwards, places },
    });
  }

  /** The first row of each postcode, in order. */
  private sortedRows(): Float64Array {
    const sorted = this.rows.slice(0, this.count).sort();
    let kept = 0;
    let last = -1;
    for (const row of sorted) {
      const number = numberOf(row);
      if (number === last) continue;
      last = number;
      sorted[kept] = row;
      kept += 1;
    }
    return sorted.subarray(0, kept);
  }

  private placeOf(lsoa: string): number {
    const digits = ENGLISH.exec(lsoa)?.[1];
    if (digits === undefined) return NOWHERE;
    const known = this.places.get(Number(digits));
    if (known !== undefined) return known;
    const place = this.places.size;
    if (place >= NOWHERE) throw new RangeError('more neighbourhoods than a table of postcodes can hold');
    this.places.set(Number(digits), place);
    return place;
  }

  private grow(): void {
    const larger = new Float64Array(this.rows.length * 2);
    larger.set(this.rows);
    this.rows = larger;
  }
}

function numberOf(row: number): number {
  return Math.floor(row / (2 * PLACES));
}

/** Places in the order of the postcodes: one table for one content, whatever the order of the rows; and neighbours pack well. */
class Renumbered {
  readonly lsoas: number[] = [];
  private readonly places = new Map<number, number>();

  constructor(private readonly digits: readonly number[]) {}

  of(place: number): number {
    if (place === NOWHERE) return NOWHERE;
    const known = this.places.get(place);
    if (known !== undefined) return known;
    this.places.set(place, this.lsoas.length);
    return this.lsoas.push(this.digits[place] ?? 0) - 1;
  }
}
