import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

// Called with its own `this` below.
// eslint-disable-next-line @typescript-eslint/unbound-method
const original = RequestQueue.prototype.scheduleCheckPendingRequests;

/**
 * kafkajs 2.2.4 looks for pending requests every millisecond on every connection, also when there are none: 4% of a
 * core when idle (tulios/kafkajs#1751, never fixed). Whatever queues a request schedules the check itself, so with
 * nothing pending there is nothing to schedule.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0) original.call(this);
};
