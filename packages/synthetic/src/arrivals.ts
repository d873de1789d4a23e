import { DAY, HOUR, MINUTE, YEAR, month, weekday } from './calendar.js';
import { Random } from './random.js';

/** Referrals peak in January and September and dip in August and December. January first. */
const MONTHS = [1.25, 1.08, 1.05, 0.95, 1, 1, 0.95, 0.82, 1.18, 1.1, 1.05, 0.7];
/** Monday first; a few refer themselves at weekends. */
const WEEKDAYS = [1.1, 1.05, 1, 1, 0.9, 0.1, 0.06];
/** Referring grows by this share a year. */
const GROWTH = 0.18;
/** Every so many referrals one is of a person referred before. */
const REPEAT_EVERY = 12;

export interface Arrival {
  /** Epoch ms of the referral. */
  at: number;
  /** Index of the person: that of the first referral of theirs. */
  person: number;
}

/** When each referral happens and whose it is: the i-th the same however many there are. */
export class Arrivals {
  private readonly firstDay: number;
  private readonly sums: Float64Array;

  constructor(
    private readonly seed: number,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.firstDay = Math.floor(start / DAY);
    const days = Math.ceil(end / DAY) - this.firstDay;
    this.sums = new Float64Array(days);
    let sum = 0;
    for (let n = 0; n < days; n += 1) {
      const day = this.firstDay + n;
      sum += (MONTHS[month(day)] ?? 1) * (WEEKDAYS[weekday(day)] ?? 1) * Math.exp((GROWTH * n * DAY) / YEAR);
      this.sums[n] = sum;
    }
  }

  of(index: number): Arrival {
    const random = new Random(this.seed, 1, index);
    if (index % REPEAT_EVERY === REPEAT_EVERY - 1) {
      const person = index - random.whole(1, REPEAT_EVERY - 1);
      // From three weeks to two years later: some within the year that counts as one episode, some after it.
      const at = this.of(person).at + Math.round(random.between(21, 700)) * DAY;
      if (at < this.end - HOUR) return { at, person };
    }
    return { at: this.draw(random), person: index };
  }

  private draw(random: Random): number {
    const wanted = random.next() * (this.sums.at(-1) ?? 0);
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const at = (this.firstDay + low) * DAY + 8 * HOUR + random.whole(0, 9 * 60) * MINUTE;
    return Math.min(Math.max(at, this.start), this.end - HOUR);
  }
}
