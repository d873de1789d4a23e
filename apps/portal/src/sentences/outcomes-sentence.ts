import { counted, rounded } from '../labels/numbers.js';
import { directionOf, type Change } from '../view/changes.js';

/** How many of the scores or groups changed for the better, beside how many people were asked again at all. */
export function changeSentence(changes: Change[], place: string): string {
  const some = changes.filter(({ value }) => value !== null);
  if (changes.length === 0)
    return `Nobody in ${place} has a first score that is old enough to be followed up.`;
  if (some.length === 0) return `No change in ${place} can be shown: too few people were asked twice.`;
  const number = (wanted: string): number => some.filter((each) => directionOf(each) === wanted).length;
  return `${asked(changes)} Of those in ${place} who were, ${number('better')} of ${counted(some.length, 'change is', 'changes are')} for the better and ${number('worse')} for the worse by more than chance would make likely. There is nobody to compare with: who begins low comes up by itself.`;
}

/** "Only 55% were asked again." */
function asked(changes: Change[]): string {
  const shares = changes.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  if (shares.length === 0) return 'How many were asked again cannot be told.';
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) =>
    rounded(share, 'proportion'),
  );
  return least === most ? `${most} were asked again.` : `From ${least} to ${most} were asked again.`;
}

/** How many of those with a baseline there is a second score of. */
export function coverageSentence(changes: Change[], place: string): string {
  return changes.length === 0
    ? `There is nobody in ${place} to be asked again.`
    : `In ${place}: ${asked(changes)} Nobody knows how the others are.`;
}

/** Whether those who were not asked again began elsewhere. */
export function baselineSentence(changes: Change[], place: string): string {
  const known = changes.filter(({ paired, unpaired }) => paired !== null && unpaired !== null);
  if (known.length === 0) return `Where people in ${place} began cannot be shown.`;
  const worse = known.filter(({ paired, unpaired, improvement }) => {
    const lower = (unpaired ?? 0) < (paired ?? 0);
    return unpaired !== paired && lower === (improvement === 'increase');
  });
  return `Those who were not asked again had begun worse off in ${worse.length} of ${counted(known.length, 'comparison')}: the further apart both groups began, the less the change tells of everybody.`;
}
