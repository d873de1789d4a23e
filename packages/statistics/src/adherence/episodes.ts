import { assertDays, coversOf, within, type CoveringEvent, type DayRange } from './covered.js';

/** A stretch in which nothing is missed for longer than is allowed. */
export interface CoveredEpisode extends DayRange {
  /** Uncovered days after its last cover, up to the next episode or the end of follow-up. */
  gapAfter: number;
}

/**
 * Treatment episodes of one person: covers that follow each other with at most `gap` uncovered days between them. One that ends
 * with its last cover is over when more than `gap` days follow, or, at the end of follow-up, when `gap` have passed; else it lasts
 * to the end of follow-up.
 *
 * Source: AdhereR 0.8.1, `compute.treatment.episodes` with a maximum permissible gap in days; what is covered beyond the next
 * event is carried over.
 *
 * @throws {RangeError} unless days are whole and the follow-up is not empty.
 */
export function coveredEpisodes(
  events: readonly CoveringEvent[],
  { followUp, gap }: { followUp: DayRange; gap: number },
): CoveredEpisode[] {
  assertDays(events, followUp);
  const episodes: CoveredEpisode[] = [];
  for (const { from, to } of coversOf(events.filter(within(followUp)))) {
    const last = episodes.at(-1);
    if (last && from - last.to <= gap) last.to = to;
    else episodes.push({ from, to, gapAfter: 0 });
  }
  return episodes.map((episode, nth) => endOf(episode, episodes[nth + 1]?.from, followUp.to, gap));
}

function endOf(
  { from, to }: CoveredEpisode,
  next: number | undefined,
  end: number,
  gap: number,
): CoveredEpisode {
  const gapAfter = Math.max(0, (next ?? end) - to);
  const isOpen = next === undefined && gapAfter < gap;
  return { from, to: isOpen ? end : to, gapAfter };
}
