/** The parts of kafkajs 2.2.4 that it does not type. The version is pinned and frozen: there will be no 2.2.5. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    pending: unknown[];
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    scheduleCheckPendingRequests(): void;
  }
}
