import { BOARDS_42, type RegionCode } from '@waymark/areas';

/** Roughly how many hundred thousand people are registered in each board. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ QE1: 19, QF7: 15, QGH: 8, QH8: 13, QHG: 11, QHL: 16, QHM: 32 },
  ...{ QJ2: 11, QJG: 11, QJK: 13, QJM: 8, QK1: 12, QKK: 21, QKS: 20 },
  ...{ QM7: 17, QMF: 25, QMJ: 18, QMM: 11, QNC: 12, QNQ: 9, QNX: 19 },
  ...{ QOC: 5, QOP: 33, QOQ: 18, QOX: 10, QPM: 9, QR1: 7, QRL: 20 },
  ...{ QRV: 29, QSL: 6, QT1: 13, QT6: 6, QU9: 20, QUA: 13, QUE: 11 },
  ...{ QUY: 11, QVV: 8, QWE: 18, QWO: 27, QWU: 11, QXU: 11, QYG: 28 },
};

/** A board as it was up to 2026-03-31. */
interface Board {
  icb42: string;
  region: RegionCode;
  /** What follows on 2026-04-01: itself where nothing changed; several where it was split. */
  icb36: readonly string[];
  size: number;
}

/** In order of code. */
export const BOARDS: readonly Board[] = BOARDS_42.map(({ code, region, successors }) => {
  const size = SIZES[code];
  if (size === undefined) throw new Error(`no size for board ${code}`);
  return { icb42: code, region, icb36: successors.length > 0 ? successors : [code], size };
});
