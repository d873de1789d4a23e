import { COUNTED_UNFOLLOWED } from '@waymark/warehouse';
import { addedUpRows } from '../base-cells/add-up.js';
import { protectedApart } from '../base-cells/protected-cells.js';
import type { Basis } from '../data-call.js';
import type { FollowedRow } from './followed.js';

/** Who is not followed to an end, of a row; `null` = withheld. */
export interface Unfollowed {
  /** Censored for want of records. */
  unrecorded: number | null;
  /** Too recent to be followed. */
  immature: number | null;
}

/**
 * Who is not followed to an end, of each row of people followed, under the profile of whoever asks.
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function unfollowed(basis: Basis): Promise<(row: FollowedRow) => Unfollowed> {
  if (basis.profile === 'none') return exactly;
  const { question, scope } = basis;
  const what = { name: ['unfollowed', question.gap], counted: COUNTED_UNFOLLOWED };
  const apart = await protectedApart(basis, what);
  const shownOf = (name: keyof Unfollowed): ReadonlyMap<string, number | null> => {
    const cells = apart.get(name);
    const rows = cells ? addedUpRows(cells, question, scope) : [];
    return new Map(rows.map(({ key, shown }) => [JSON.stringify(key), shown.numerator]));
  };
  const [unrecorded, immature] = [shownOf('unrecorded'), shownOf('immature')];
  return ({ key }) => {
    const name = JSON.stringify(key);
    return { unrecorded: unrecorded.get(name) ?? null, immature: immature.get(name) ?? null };
  };
}

function exactly({ cells, excluded: { immature } }: FollowedRow): Unfollowed {
  const ends = cells.flatMap(({ days }) => days.map(({ ended }) => ended.unrecorded ?? 0));
  return { unrecorded: ends.reduce((total, count) => total + count, 0), immature };
}
