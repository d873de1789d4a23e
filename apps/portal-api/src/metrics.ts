import { Histogram, SECONDS_BUCKETS, type AnsweredCall, type Metrics } from '@waymark/service';

const PREFIX = '/api/v1/';

/** How long questions took to answer, by call: the first part of the address behind `/api/v1/`. */
export class QuestionMetrics {
  private readonly seconds: Histogram;

  constructor(registry: Metrics) {
    this.seconds = new Histogram({
      name: 'waymark_questions_seconds',
      help: 'Time that a question took to be answered, by call and status',
      labelNames: ['call', 'status'],
      buckets: SECONDS_BUCKETS,
      registers: [registry],
    });
  }

  answered({ route, status, seconds }: AnsweredCall): void {
    const [call = ''] = route.slice(PREFIX.length).split('/');
    if (call !== 'admin') this.seconds.observe({ call, status }, seconds);
  }
}
