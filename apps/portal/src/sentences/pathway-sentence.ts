import { largestLoss } from '@waymark/charts';
import type { PathwayRow } from '../api/pathway-schema.js';
import { count, rounded } from '../labels/numbers.js';
import { stagesOf } from '../view/stages.js';

/** One paragraph: how many of those referred come how far, by both denominators, and where most are lost. */
export function pathwaySentence(rows: readonly PathwayRow[], area: string): string {
  const at = (name: PathwayRow['stage']): PathwayRow | undefined => rows.find(({ stage }) => stage === name);
  const [referred, started, completed] = [at('offered'), at('started'), at('completed')];
  if (!referred) return `Nobody referred in ${area} can be followed to the end yet.`;
  if (referred.count === null)
    return `How many were referred in ${area} is withheld: they are too few people.`;
  const parts = [reached(started, 'went to a first session'), reached(completed, 'completed')].filter(
    (part) => part !== '',
  );
  const far =
    parts.length === 0
      ? `${count(referred.count)} people were referred in ${area}.`
      : `Of ${count(referred.count)} people referred in ${area}, ${parts.join(' and ')}.`;
  return [far, ofStarters(completed), lossSentence(rows)].filter((part) => part !== '').join(' ');
}

function reached(row: PathwayRow | undefined, words: string): string {
  if (!row || row.count === null || !row.referred) return '';
  return `${rounded(row.referred.value, 'proportion')} (${count(row.count)}) ${words}`;
}

function ofStarters(completed: PathwayRow | undefined): string {
  if (!completed?.starters) return '';
  return `Of those who went to a first session, ${rounded(completed.starters.value, 'proportion')} completed.`;
}

function lossSentence(rows: readonly PathwayRow[]): string {
  const loss = largestLoss(stagesOf(rows));
  if (!loss || loss.from.count === null) return '';
  return `Most were lost between “${loss.from.name}” and “${loss.to.name}”: ${count(loss.lost)} of ${count(loss.from.count)} came no further.`;
}
