import type { Breakdown } from '@waymark/measures';
import { WITHHELD, type Cell, type Column, type Table } from '../data-call.js';
import { codeColumn } from './measure-call.js';
import { ENDINGS, type Stratum, type SurvivalBody } from './survival.schemas.js';

const column = (name: string, meaning: string): Column => ({ name, meaning });
const LIMITS = [column('lower', 'Lower 95% limit'), column('upper', 'Upper 95% limit')];
const DAY = column('day', 'Days since the first attended session');

/** The answer as tables: the curves first. */
export function survivalTables(by: readonly Breakdown[], { strata, logRank }: SurvivalBody): Table[] {
  const code = (stratum: Stratum): Cell[] => by.map((breakdown) => stratum[breakdown] ?? '');
  const keys = by.map(codeColumn);
  const each = (rowsOf: (stratum: Stratum) => Cell[][]): Cell[][] =>
    strata.flatMap((stratum) => rowsOf(stratum).map((cells) => [...code(stratum), ...cells]));
  return [
    {
      name: 'engaged',
      columns: [...keys, DAY, column('engaged', 'Share still engaged (Kaplan-Meier)'), ...LIMITS],
      rows: each(engagedRows),
    },
    {
      name: 'at_risk',
      columns: [
        ...keys,
        column('week', 'Weeks since the first session'),
        column('n', 'Still followed and engaged'),
      ],
      rows: each(({ atRisk }) => (atRisk ?? []).map(({ week, n }) => [week, n ?? WITHHELD])),
    },
    {
      name: 'endings',
      columns: [
        ...[...keys, column('ending', 'How the engagement ended'), DAY],
        ...[column('share', 'Share in whom this ending has come first'), ...LIMITS],
      ],
      rows: each(endingRows),
    },
    { name: 'summary', columns: [...keys, ...SUMMARY], rows: each((stratum) => [summaryRow(stratum)]) },
    {
      name: 'log_rank',
      columns: [
        column('chi_square', 'Log-rank over the strata whose curves are shown'),
        ...[column('df', 'Degrees of freedom'), column('p', 'p-value')],
      ],
      rows: logRank ? [[logRank.chiSquare, logRank.df, logRank.p]] : [],
    },
  ];
}

/** Everybody is engaged on the day of the first session. */
function engagedRows({ curve }: Stratum): Cell[][] {
  if (!curve) return [[WITHHELD, WITHHELD, WITHHELD, WITHHELD]];
  return [[0, 1, null, null], ...curve.map(({ day, engaged, lower, upper }) => [day, engaged, lower, upper])];
}

function endingRows({ incidence }: Stratum): Cell[][] {
  if (!incidence) return [];
  return ENDINGS.flatMap((ending) =>
    incidence[ending].map(({ day, share, lower, upper }) => [ending, day, share, lower, upper]),
  );
}

const SUMMARY: readonly Column[] = [
  column('followed', 'Starters followed'),
  column('unrecorded', 'Censored because later sessions have no recorded outcome'),
  column('immature', 'Started too recently to be followed'),
  column('median_days', 'Days by which half were no longer engaged'),
  ...[column('median_lower', 'Its lower 95% limit'), column('median_upper', 'Its upper 95% limit')],
  ...[84, 182].flatMap((days) => [
    column(`mean_days_in_${days}`, `Mean days engaged within ${days} days`),
    column(`mean_days_in_${days}_lower`, 'Its lower 95% limit'),
    column(`mean_days_in_${days}_upper`, 'Its upper 95% limit'),
  ]),
];

function summaryRow({ followed, unrecorded, immature, median, restrictedMean, curve }: Stratum): Cell[] {
  const counts = [followed, unrecorded, immature].map((count): Cell => count ?? WITHHELD);
  if (!curve) return [...counts, ...SUMMARY.slice(counts.length).map(() => WITHHELD)];
  const means = (restrictedMean ?? []).flatMap(({ days, lower, upper }) => [days, lower, upper]);
  return [...counts, median?.days ?? null, median?.lower ?? null, median?.upper ?? null, ...means];
}
