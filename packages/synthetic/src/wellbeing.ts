import type { Instrument, MeasureStage } from '@waymark/events';
import type { Dossier } from './dossier.js';
import { HABITS } from './habits.js';
import type { Random } from './random.js';
import type { Story } from './story.js';

/** Of referrals with somebody to ask, those with a baseline. 57.5% of link workers record outcomes often. */
const BASELINE_RECORDED = 0.62;

interface Score {
  name: string;
  mean: number;
  sd: number;
  /** Mean change by twelve weeks. */
  change: number;
  least: number;
  most: number;
  /** Scores come in steps of this. */
  step?: number;
}

const ten = { sd: 2, least: 0, most: 10 };
const five = { sd: 0.9, least: 1, most: 5 };

/** Names in order. ONS4 as in Green Social Prescribing: happy 5.3 to 7.5, satisfaction 4.7 to 6.8, worthwhile 5.1 to 6.8, anxious 4.8 to 3.4 (uncontrolled). */
const SCORES: Record<Instrument, Score[]> = {
  ons4: [
    { name: 'anxious', mean: 4.8, change: -1.4, ...ten },
    { name: 'happy', mean: 5.3, change: 2.2, ...ten },
    { name: 'satisfaction', mean: 4.7, change: 2.1, ...ten },
    { name: 'worthwhile', mean: 5.1, change: 1.7, ...ten },
  ],
  swemwbs: [{ name: 'raw', mean: 20, sd: 4.5, change: 2.4, least: 7, most: 35 }],
  wemwbs: [{ name: 'total', mean: 41, sd: 9, change: 5, least: 14, most: 70 }],
  pam13: [{ name: 'score', mean: 54, sd: 13, change: 5, least: 0, most: 100, step: 0.5 }],
  eq5d5l: [
    { name: 'anxiety', mean: 2.6, change: -0.3, ...five },
    { name: 'mobility', mean: 2.3, change: -0.2, ...five },
    { name: 'pain', mean: 2.8, change: -0.2, ...five },
    { name: 'selfCare', mean: 1.6, change: -0.1, ...five },
    { name: 'usualActivities', mean: 2.4, change: -0.3, ...five },
    { name: 'vas', mean: 58, sd: 18, change: 7, least: 0, most: 100 },
  ],
  // Rowley: 676 MET-minutes before, about 540 more after.
  ipaq_sf: [{ name: 'metMinutes', mean: 676, sd: 650, change: 540, least: 0, most: 12_000, step: 33 }],
  mycaw: [
    { name: 'concern1', mean: 4.6, sd: 1.1, change: -1.3, least: 0, most: 6 },
    { name: 'wellbeing', mean: 3.9, sd: 1.2, change: -1, least: 0, most: 6 },
  ],
  ucla3: [{ name: 'total', mean: 6.3, sd: 1.7, change: -0.8, least: 3, most: 9 }],
  active_minutes: [{ name: 'minutesPerWeek', mean: 70, sd: 60, change: 45, least: 0, most: 3_000, step: 5 }],
};

/** Records the provider's own instrument, where it does; a follow-up only where there was a baseline. */
export function recordWellbeing(story: Story, dossier: Dossier, stage: MeasureStage, at: number): void {
  const { random } = story;
  const before = story.wellbeing;
  if (stage === 'baseline' ? !random.chance(BASELINE_RECORDED) : !before) return;
  const who = before ?? {
    instrument: HABITS[dossier.provider].instruments.pick(random),
    level: random.normal(),
  };
  story.wellbeing = who;
  const after = stage === 'baseline' ? 0 : 1;
  const scores = Object.fromEntries(
    SCORES[who.instrument].map((score) => [score.name, drawScore(score, who.level, after, random)]),
  );
  dossier.add('measure.recorded', at, { instrument: who.instrument, scores, stage });
}

/** A person's own level and the day's chance, half and half: what was extreme at first tends back to the middle. */
function drawScore(score: Score, level: number, after: number, random: Random): number {
  const { mean, sd, change, least, most, step = 1 } = score;
  const drawn = mean + after * change + sd * Math.SQRT1_2 * (level * Math.sign(change) + random.normal());
  return Math.min(most, Math.max(least, Math.round(drawn / step) * step));
}
