import { BARRIERS, CLOSE_OUTCOMES } from '@waymark/events';

const ENDINGS: Readonly<Record<string, string>> = {
  ...CLOSE_OUTCOMES,
  declined_by_person: 'Declined by the person',
  declined_by_service: 'Declined by the service',
};
const REASONS: Readonly<Record<string, string>> = BARRIERS;

/** How a journey ended, in plain words. */
export function endingLabel(ending: string): string {
  return ENDINGS[ending] ?? ending.replaceAll('_', ' ');
}

/** A reason or a barrier, in plain words. */
export function reasonLabel(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}
