import { tokenOf } from '../calls.js';
import type { RunningProgram } from '../running-program.js';

type Params = Readonly<Record<string, string>>;

/** Asks as somebody of a role, and counts the questions. */
export class Asker {
  /** How many questions have been answered. */
  asked = 0;

  constructor(
    private readonly program: RunningProgram,
    private readonly role: string,
  ) {}

  /**
   * The answer to a call under `/api/v1/`, as soon as there is one.
   * @throws {Error} when it is refused
   */
  async ask<T>(path: string, params: Params): Promise<T> {
    return JSON.parse((await this.file(path, params, 'application/json')).toString('utf8')) as T;
  }

  /**
   * The same answer as a file.
   * @param accept its media type
   * @throws {Error} when it is refused
   */
  async file(path: string, params: Params, accept: string): Promise<Buffer> {
    const url = `${this.program.url}/api/v1/${path}?${new URLSearchParams(params).toString()}`;
    const headers = { accept, authorization: `Bearer ${tokenOf(this.program, this.role)}` };
    for (;;) {
      const answer = await fetch(url, { headers });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (answer.status === 200) {
        this.asked += 1;
        return bytes;
      }
      if (answer.status !== 202) throw new Error(`${url}: ${answer.status} ${bytes.toString('utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
