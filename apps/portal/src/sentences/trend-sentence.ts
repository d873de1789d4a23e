import type { Measure } from '../api/schemas.js';
import { count, lowerFirst, rounded, type Unit } from '../labels/numbers.js';
import { periodName } from '../labels/periods.js';
import { covering, type Figure } from '../view/rows.js';

export interface TrendFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  /** "NHS Kent and Medway". */
  area: string;
  figures: Figure[];
  /** England over the same time; undefined when the area is England itself or the measure is a count. */
  england: Figure[] | undefined;
}

/** One paragraph that says what the trend shows: the latest full period, beside England, and since the first. */
export function trendSentence(facts: TrendFacts): string {
  const settled = facts.figures.filter((figure) => !figure.provisional);
  const latest = settled.findLast(shown) ?? facts.figures.findLast(shown);
  if (!latest) return nothingShown(facts);
  return [
    withheldSince(settled, latest),
    latestSentence(facts, latest),
    changeSentence(facts, settled, latest),
    latest.provisional ? 'That period is not complete yet.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

export type Shown = Figure & { value: number };

function shown(figure: Figure): figure is Shown {
  return figure.value !== null;
}

function nothingShown({ area, figures }: TrendFacts): string {
  if (figures.some((figure) => figure.withheld)) {
    return `Every figure for ${area} is withheld here: each is about too few people.`;
  }
  return `There is nothing recorded for ${area} in this period.`;
}

function withheldSince(settled: Figure[], latest: Figure): string {
  const later = settled.findLast((figure) => figure.withheld && figure.period.start > latest.period.start);
  return later === undefined
    ? ''
    : `The figure for ${periodName(later.period)} is withheld: it is about too few people.`;
}

function latestSentence({ measure, area, england }: TrendFacts, latest: Shown): string {
  const when = periodName(latest.period);
  const value = rounded(latest.value, measure.unit);
  if (measure.unit === 'count') return `In ${when}, ${lowerFirst(measure.name)} in ${area}: ${value}.`;
  const of =
    latest.numerator === null || latest.denominator === null
      ? ''
      : `${count(latest.numerator)} of ${count(latest.denominator)}`;
  const limits = limitsText(latest, measure.unit);
  const aside = [of, limits].filter((text) => text !== '').join('; ');
  const beside = besideEngland(latest, england, measure.unit);
  return `In ${when}, ${lowerFirst(measure.name)} in ${area} was ${value}${aside === '' ? '' : ` (${aside})`}${beside}.`;
}

function limitsText(figure: Figure, unit: Unit): string {
  if (figure.lower === null || figure.upper === null) return '';
  return `95% limits ${rounded(figure.lower, unit)} to ${rounded(figure.upper, unit)}`;
}

/** Against England's value in the period that holds this one; England itself is taken as exact. */
export function besideEngland(latest: Shown, england: Figure[] | undefined, unit: Unit): string {
  const match = covering(england ?? [], latest.period);
  if (!match || match.value === null) return '';
  const value = rounded(match.value, unit);
  if (!hasLimits(latest)) return `, beside ${value} in England`;
  const standing = standingAgainst(latest, match.value);
  if (standing === 'higher') return `, higher than England (${value})`;
  if (standing === 'lower') return `, lower than England (${value})`;
  return `, similar to England (${value})`;
}

export type Standing = 'higher' | 'similar' | 'lower';

function hasLimits(figure: Pick<Figure, 'lower' | 'upper'>): boolean {
  return figure.lower !== null && figure.upper !== null;
}

/** Where the 95% limits of a figure lie against a value; similar when they hold it, or when there are none. */
export function standingAgainst(figure: Pick<Figure, 'lower' | 'upper'>, value: number): Standing {
  if (figure.lower !== null && figure.lower > value) return 'higher';
  if (figure.upper !== null && figure.upper < value) return 'lower';
  return 'similar';
}

/** Whether the latest final figure differs clearly from the first. */
export function changeSentence(
  { measure }: Pick<TrendFacts, 'measure'>,
  settled: Figure[],
  latest: Shown,
): string {
  const first = settled.find(shown);
  if (!first || first.period.start >= latest.period.start) return '';
  const since = periodName(first.period);
  const was = rounded(first.value, measure.unit);
  if (measure.unit === 'count' || !hasLimits(first) || !hasLimits(latest)) {
    return `In ${since} it was ${was}.`;
  }
  if (first.upper !== null && latest.lower !== null && latest.lower > first.upper) {
    return `It has risen from ${was} in ${since}.`;
  }
  if (first.lower !== null && latest.upper !== null && latest.upper < first.lower) {
    return `It has fallen from ${was} in ${since}.`;
  }
  return `That is no clear change since ${since} (${was}): the limits overlap.`;
}
