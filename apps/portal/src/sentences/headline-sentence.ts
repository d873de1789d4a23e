import type { Measure } from '../api/schemas.js';
import { rounded } from '../labels/numbers.js';
import { periodName } from '../labels/periods.js';
import { covering, type Figure } from '../view/rows.js';
import { besideEngland, type Shown } from './trend-sentence.js';

/** The latest figure that is final, else the latest that can be shown. */
export function latestShown(figures: Figure[]): Shown | undefined {
  const isShown = (figure: Figure): figure is Shown => figure.value !== null;
  return (
    figures.findLast((figure): figure is Shown => isShown(figure) && !figure.provisional) ??
    figures.findLast(isShown)
  );
}

/** What a headline figure is about: "July to September 2026, 95% limits 54% to 70%, similar to England (58%). South East: 57%." */
export function headlineSentence(
  { unit }: Pick<Measure, 'unit'>,
  latest: Shown,
  england: Figure[] | undefined,
  region?: { name: string; figures: Figure[] },
): string {
  const limits =
    latest.lower === null || latest.upper === null
      ? ''
      : `, 95% limits ${rounded(latest.lower, unit)} to ${rounded(latest.upper, unit)}`;
  const around = region && (covering(region.figures, latest.period)?.value ?? null);
  const ofRegion = region && around != null ? ` ${region.name}: ${rounded(around, unit)}.` : '';
  const ready = latest.provisional ? ' That period is not complete yet.' : '';
  return `${periodName(latest.period)}${limits}${besideEngland(latest, england, unit)}.${ofRegion}${ready}`;
}

/** Why a headline has no figure. */
export function nothingToShow(figures: Figure[]): string {
  if (figures.some(({ withheld }) => withheld))
    return 'Every figure is withheld: each is about too few people.';
  return 'Nothing that this measure counts has been received for this area.';
}
