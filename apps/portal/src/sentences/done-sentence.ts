import { count, listed, rounded } from '../labels/numbers.js';
import { isAction } from '../labels/support.js';
import type { Group } from '../view/groups.js';

const TOLD = 3;

/** What contacts record most, and of how many there was more than one role, or more than two contacts. @param place "Kent" */
export function doneSentence(done: readonly Group[], place: string): string {
  if (done.length === 0) return `No contact has reached anybody in ${place}.`;
  const of = done.find(({ denominator }) => denominator !== null)?.denominator;
  const whom = `${of == null ? 'those' : count(of)} referrals in ${place} with a contact that reached the person`;
  const told = done.filter(({ code, value }) => isAction(code) && value !== null && value > 0);
  const text = told.slice(0, TOLD).map((group) => `${group.name.toLowerCase()} (${shareText(group)})`);
  const most =
    text.length === 0
      ? `Of ${whom}, no action can be shown: each was recorded for too few people, or for nobody.`
      : `Of ${whom}, contacts most often record ${listed(text)}.`;
  const [roles, often] = ['handover', 'contacts_3'].map((what) =>
    done.find(({ code, value }) => code === what && value !== null),
  );
  const rolesSeen = roles ? ` Two or more roles were seen in ${shareText(roles)}.` : '';
  return `${most}${rolesSeen}${often ? ` Three contacts or more reached the person in ${shareText(often)}.` : ''}`;
}

function shareText({ value }: Group): string {
  return rounded(value ?? 0, 'proportion');
}
