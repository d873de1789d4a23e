import { setTimeout as sleep } from 'node:timers/promises';

const LANES = 4;
const BATCH = 5;
const PEOPLE = 50;
/** Then other people come: a person of very many sessions is another matter, and slow to fold. */
const SESSIONS_OF_THE_SAME_PEOPLE = 5_000;
/** The booking and its attendance. */
export const EVENTS_OF_A_SESSION = 2;
const DAY_MS = 86_400_000;
const ANSWER_WITHIN_MS = 8_000;
const SOURCE = 'https://demo-leisure.waymark.example/chaos';

/**
 * A provider's system that numbers what it sends and sends it again until it is acknowledged, whatever happens to the other
 * side: number n is the booking `b-<n>` of one of some people, and its attendance.
 */
export class NumberedPush {
  /** Numbers given out so far; all of them are acknowledged once `finish` has resolved. */
  next = 0;
  acknowledged = 0;
  retries = 0;
  /** Answers of 503: the log took nothing. */
  refused = 0;
  private stopping = false;
  private lanes: Promise<void>[] = [];
  private readonly referredAt = Date.now() - 100 * DAY_MS;

  constructor(private readonly target: () => { url: string; key: string }) {}

  begin(): void {
    this.stopping = false;
    this.lanes = Array.from({ length: LANES }, () => this.lane());
  }

  /** No new numbers; resolves when all that were given out are acknowledged. */
  async finish(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lanes);
  }

  private async lane(): Promise<void> {
    while (!this.stopping) {
      const first = this.next;
      this.next += BATCH;
      await this.untilAcknowledged(Array.from({ length: BATCH }, (_, i) => this.session(first + i)).flat());
      this.acknowledged += BATCH;
      await sleep(20);
    }
  }

  private async untilAcknowledged(events: object[]): Promise<void> {
    while (!(await this.pushOnce(events))) {
      this.retries += 1;
      await sleep(50);
    }
  }

  /** False when it has to be sent again. Throws on any answer that sending again would not change. */
  private async pushOnce(events: object[]): Promise<boolean> {
    const { url, key } = this.target();
    let answer: Response;
    let body: { rejected?: number };
    try {
      answer = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${key}` },
        body: JSON.stringify(events),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      body = (await answer.json()) as { rejected?: number };
    } catch {
      return false;
    }
    if (answer.status === 503 && !answer.headers.has('retry-after'))
      throw new Error('503 without Retry-After');
    if (answer.status === 503) this.refused += 1;
    if (answer.status === 503 || answer.status === 429) return false;
    if (answer.status !== 202) throw new Error(`ingest answered ${answer.status}: ${JSON.stringify(body)}`);
    return true;
  }

  private referral(person: number): object {
    const data = { person: { id: `person-${person}` }, icb: 'S0E4D' };
    return this.event(`r-${person}`, 'referral.received', person, 0, data);
  }

  private session(n: number): object[] {
    const bookingId = `b-${n}`;
    const nth = n % SESSIONS_OF_THE_SAME_PEOPLE;
    const person = n - nth + (nth % PEOPLE);
    const day = 1 + (n % 60);
    const startsAt = new Date(this.referredAt + day * DAY_MS).toISOString();
    const booking = { bookingId, activityProvider: 'demo-leisure', activity: 'walking', startsAt };
    return [
      // Sessions of other lanes may come before it.
      ...(nth < PEOPLE ? [this.referral(person)] : []),
      this.event(`m-${n}`, 'booking.made', person, 0, booking),
      this.event(`a-${n}`, 'attendance.recorded', person, day, { bookingId, outcome: 'attended' }),
    ];
  }

  private event(id: string, type: string, person: number, days: number, data: object): object {
    const time = new Date(this.referredAt + days * DAY_MS).toISOString();
    return {
      ...{ specversion: '1.0', id, source: SOURCE, type: `org.waymark.${type}.v1`, time, data },
      subject: `chaos-${person}`,
    };
  }
}
