/** What a call may add to its problem. */
interface More {
  /** When to ask again. */
  retryAfterMs?: number;
  /** How much of what is being prepared is done, 0 to 1. */
  share?: number;
}

/** A call that did not give what was asked. `status` 0: the server was not reached. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly more: More = {},
  ) {
    super(`${code}: ${detail}`);
  }

  /** True when the same call may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** True while the tables of a past instant are folded: asking again, the answer comes. */
  get preparing(): boolean {
    return this.code === 'preparing';
  }
}
