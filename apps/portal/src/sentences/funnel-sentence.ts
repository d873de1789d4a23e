import type { FunnelItem, FunnelPlace } from '@waymark/charts';
import type { Measure } from '../api/schemas.js';
import { counted, listed, lowerFirst, rounded } from '../labels/numbers.js';

export interface FunnelFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  items: FunnelItem[];
  average: number | null;
  /** The limits allow for differences between providers that are more than chance. */
  adjusted: boolean;
  /** Left out because nothing of them can be shown. */
  unnamed: number;
}

/** Where a provider lies among the limits. */
export const PLACE_NAMES: Readonly<Record<FunnelPlace, string>> = {
  low_outer: 'below the 99.8% limits',
  low_inner: 'below the 95% limits',
  within: 'within the limits',
  high_inner: 'above the 95% limits',
  high_outer: 'above the 99.8% limits',
};

/** One paragraph: who lies outside of what chance allows, where the reader's own is, and what the limits allow for. */
export function funnelSentence(facts: FunnelFacts): string {
  const told = facts.items.filter(({ place }) => place !== null);
  if (told.length === 0) return nothingTold(facts);
  return [
    apartSentence(facts, told),
    ...told.filter(({ highlighted }) => highlighted).map((item) => ownSentence(facts, item)),
    facts.adjusted ? 'Providers differ by more than chance alone, and the limits allow for it.' : '',
    leftOut(facts),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function nothingTold({ items, measure, unnamed }: FunnelFacts): string {
  return items.length + unnamed === 0
    ? `There is nothing to show of ${lowerFirst(measure.name)} by provider.`
    : `No provider can be shown for ${lowerFirst(measure.name)}: each is about too few people, or stands outside of the comparison.`;
}

function apartSentence({ measure, average }: FunnelFacts, told: FunnelItem[]): string {
  const outer = told.filter(({ place }) => place === 'low_outer' || place === 'high_outer');
  const inner = told.filter(({ place }) => place === 'low_inner' || place === 'high_inner');
  const around = average === null ? '' : ` around an average of ${rounded(average, measure.unit)}`;
  const names = outer.filter(({ name }) => name !== OTHER).map(({ name }) => name);
  const who = names.length > 0 && names.length <= 4 ? ` (${listed(names)})` : '';
  return `Of ${counted(told.length, 'provider')}, ${outer.length}${who} ${outer.length === 1 ? 'lies' : 'lie'} beyond the 99.8% limits for ${lowerFirst(measure.name)}${around}, and ${inner.length} more beyond the 95% limits only.`;
}

/** What a provider is called whose name the reader may not see. */
export const OTHER = 'Another provider';

function ownSentence({ measure }: FunnelFacts, { name, value, place }: FunnelItem): string {
  if (value === null || place === null) return '';
  return `Yours, ${name}, is at ${rounded(value, measure.unit)}: ${PLACE_NAMES[place]}.`;
}

function leftOut({ items, unnamed }: FunnelFacts): string {
  const held = unnamed + items.filter(({ value }) => value === null).length;
  if (held === 0) return '';
  return `${counted(held, 'provider is', 'providers are')} not shown: too few people.`;
}
