import type { Measure } from '../api/schemas.js';
import { counted, lowerFirst, rounded } from '../labels/numbers.js';
import type { Group } from '../view/groups.js';
import { standingAgainst, type Standing } from './trend-sentence.js';

export interface BreakdownFacts {
  measure: Pick<Measure, 'name' | 'unit'>;
  /** As in "over 12 providers". */
  one: string;
  many: string;
  groups: Group[];
  /** What they are set beside, as in "above everybody", "above England". */
  reference: { value: number; name: string } | null;
}

/** One paragraph: how far groups lie apart, and how many of them stand apart from what they are set beside. */
export function breakdownSentence({ measure, one, many, groups, reference }: BreakdownFacts): string {
  const told = groups.filter(({ value }) => value !== null);
  if (told.length === 0)
    return groups.some(({ withheld }) => withheld)
      ? `Every figure here is withheld: each ${one} is about too few people.`
      : `There is nothing to show by ${one}.`;
  const parts = [
    told.length === 1
      ? onlySentence({ measure, one, groups })
      : rangeSentence({ measure, one, many, groups: told }),
    apartSentence({ measure, groups: told, reference }),
    heldSentence(groups),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function rangeSentence({ measure, one, many, groups }: Omit<BreakdownFacts, 'reference'>): string {
  const sorted = groups.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return '';
  const text = ({ value }: Group): string => rounded(value ?? 0, measure.unit);
  const name = lowerFirst(measure.name);
  const over = `Over ${counted(groups.length, one, many)}, ${name}`;
  if (most.value === least.value) return `${over}: ${text(most)} in every one.`;
  if (text(most) === text(least)) return `${over}: about ${text(most)} in every one.`;
  return `${over}: from ${text(least)} (${within(least)}) to ${text(most)} (${within(most)}).`;
}

function onlySentence({ measure, one, groups }: Pick<BreakdownFacts, 'measure' | 'one' | 'groups'>): string {
  const shown = groups.find(({ value }) => value !== null);
  if (!shown) return '';
  const alone = groups.length === 1 ? '' : `, the only ${one} that can be shown`;
  return `${measure.name}: ${rounded(shown.value ?? 0, measure.unit)} (${within(shown)})${alone}.`;
}

/** A name to stand in brackets: "1, most deprived". */
function within({ name }: Group): string {
  return name.replaceAll(/ \(([^()]*)\)/g, ', $1');
}

function apartSentence({
  measure: { unit },
  groups,
  reference,
}: Pick<BreakdownFacts, 'measure' | 'groups' | 'reference'>): string {
  if (!reference || groups.every(({ lower, upper }) => lower === null && upper === null)) return '';
  const beside = `${reference.name} (${rounded(reference.value, unit)})`;
  const standings = groups.map((group) => standingAgainst(group, reference.value));
  const [only] = standings;
  if (only && standings.length === 1) return `It ${ALONE[only]} ${beside}.`;
  const number = (wanted: Standing): number => standings.filter((standing) => standing === wanted).length;
  if (number('similar') === groups.length) return `None stands clearly apart from ${beside}.`;
  return `Clearly above ${beside}: ${number('higher')}; clearly below: ${number('lower')}.`;
}

const ALONE: Record<Standing, string> = {
  higher: 'stands clearly above',
  lower: 'stands clearly below',
  similar: 'does not stand clearly apart from',
};

function heldSentence(groups: Group[]): string {
  const held = groups.filter(({ withheld }) => withheld).length;
  return held === 0 ? '' : `${counted(held, 'figure')} ${held === 1 ? 'is' : 'are'} withheld.`;
}
