import { DIMENSIONS } from '@waymark/measures';
import { logRank } from '@waymark/statistics';
import { parseAsked } from '../asked.js';
import type { Basis, DataCall, Made } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { exactCurve, firstCauseOnly } from './curves.js';
import { followed, type FollowedRow } from './followed.js';
import { notesOf } from './measure-call.js';
import { stratumOf } from './survival-stratum.js';
import { survivalTables } from './survival-tables.js';
import { unfollowed } from './unfollowed.js';
import type { LogRankShown, SurvivalBody } from './survival.schemas.js';

/**
 * How long people who started stay engaged, by at most one breakdown.
 * @throws {Problem} 400 as `parseAsked` does.
 */
export function survivalCall({ query, providers }: Asking): DataCall<SurvivalBody> {
  const { asked } = parseAsked(query, { byName: 'strata', byMax: 1, providers });
  return {
    ...{ name: 'survival', asked, own: {} },
    compute: (basis) => survivalBody(basis),
    tables: (answer) => survivalTables(asked.by, answer),
  };
}

async function survivalBody(basis: Basis): Promise<Made<SurvivalBody>> {
  const [{ rows, excluded }, unfollowedOf] = await Promise.all([
    followed(basis, 'disengagement'),
    unfollowed(basis),
  ]);
  const { by } = basis.question;
  const additive = by.every((breakdown) => DIMENSIONS[breakdown].additive);
  return {
    body: {
      strata: rows.map((row) => stratumOf({ ...row, ...unfollowedOf(row) }, basis)),
      logRank: additive ? comparison(rows, basis.profile) : null,
    },
    excluded,
    notes: [...notesOf(by), ...cautions(basis.profile)],
  };
}

function cautions(profile: Basis['profile']): string[] {
  if (profile === 'none') return [];
  return [
    'Curves are drawn from cumulative counts by midpoint 6; periods and strata of fewer than 8 people are left out.',
  ];
}

/** On the exact counts of what the curves that leave are drawn from. */
function comparison(rows: readonly FollowedRow[], profile: Basis['profile']): LogRankShown | null {
  const some = rows.filter(({ curve }) => curve !== null);
  const code = ({ key }: FollowedRow): string => key.join(' ');
  const people = some.flatMap((row) =>
    firstCauseOnly(exactCurve(row.cells)).map((person) => ({ ...person, group: code(row) })),
  );
  if (some.length < 2) return null;
  const { chiSquare, df, pValue } = logRank(people);
  if (!Number.isFinite(pValue)) return null;
  const round = (value: number, decimals: number): number =>
    profile === 'none' ? value : Number(value.toFixed(decimals));
  return { chiSquare: round(chiSquare, 1), df, p: round(pValue, 3), strata: some.map(code) };
}
