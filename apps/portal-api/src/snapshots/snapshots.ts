import { createHash, randomUUID } from 'node:crypto';
import { containsNhsNumber } from '@waymark/events';
import { Problem, type Registry, type UserIdentity } from '@waymark/service';
import { preparing, type Preparing } from '../schemas.js';
import type { ShownState } from '../status.js';
import { factsOf, pinned, questionAsOf, type DataAnswer } from './questions.js';
import type { FrozenFile, Snapshot, SnapshotAsked } from './snapshot.schemas.js';

const KIND = 'snapshot';

/** What a call of this API answered. */
export interface Heard {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

/** Puts a question to this API as the person who asked: access, disclosure control and audit are those of the call itself. */
export type Ask = (address: string) => Promise<Heard>;

/** Tables of the instant are being folded; asked again with the instant, the same call goes on. */
export interface StillFolding extends Preparing {
  asOf: string;
}

/**
 * Extracts that can be given again. Nothing is kept of an answer but the hash of its bytes: tables of an instant are the same
 * for ever, so the file is made again from them, under the rights of whoever asks for it, and held against the hash.
 */
export class Snapshots {
  constructor(
    private readonly registry: Registry,
    private readonly status: () => Promise<ShownState>,
    private readonly build: string,
  ) {}

  /** @throws {Problem} 400, and whatever one of the questions is refused for, with `pointer` to it. */
  async make(person: UserIdentity, asked: SnapshotAsked, ask: Ask): Promise<Snapshot | StillFolding> {
    if (containsNhsNumber(asked.title)) {
      const detail = 'A title holds nothing that identifies a person.';
      throw new Problem(400, 'contains_nhs_number', detail, { pointer: '/title' });
    }
    const instant = asked.asOf ?? (await this.latestSettled());
    const id = randomUUID();
    const questions = asked.questions.map((question, nth) => questionAsOf(question, instant, nth));
    const files: FrozenFile[] = [];
    let asOf = instant;
    for (const [nth, question] of questions.entries()) {
      const made = await frozen(ask, question, nth);
      if ('share' in made) return { ...made, asOf: instant };
      ({ asOf } = made.answer);
      files.push({ href: `/api/v1/snapshots/${id}/files/${nth + 1}`, ...made.file });
    }
    const { title } = asked;
    const createdAt = new Date().toISOString();
    const snapshot = { id, title, createdBy: person.name, createdAt, asOf, build: this.build, files };
    await this.registry.put(KIND, id, snapshot);
    return snapshot;
  }

  /** @throws {Problem} 404 unknown_snapshot. */
  find(id: string): Snapshot {
    const found = this.registry.entity<Snapshot>(KIND, id);
    if (found) return found;
    throw new Problem(404, 'unknown_snapshot', 'There is no snapshot of this id.');
  }

  /**
   * A file again, from the tables.
   * @param nth from 1, as in the manifest
   * @throws {Problem} 404 unknown_file, 409 not_reproducible, and whatever the question is refused for.
   */
  async file(id: string, nth: string, ask: Ask): Promise<{ bytes: Buffer; sha256: string } | Preparing> {
    const { files, build } = this.find(id);
    const file = /^[1-9]\d?$/.test(nth) ? files[Number(nth) - 1] : undefined;
    if (!file) throw new Problem(404, 'unknown_file', 'The snapshot has no file of this number.');
    const heard = await answered(ask, file.question, Number(nth) - 1);
    if ('share' in heard) return heard;
    const bytes = bytesOf(heard);
    const sha256 = sha256Of(bytes);
    if (sha256 === file.sha256) return { bytes, sha256 };
    const detail = 'The tables no longer give the bytes of this file; `madeBy` and `build` tell the builds.';
    throw new Problem(409, 'not_reproducible', detail, { madeBy: build, build: this.build });
  }

  private async latestSettled(): Promise<string> {
    const { shownUpTo } = await this.status();
    if (shownUpTo >= 0) return new Date(shownUpTo).toISOString();
    const detail = 'The tables are being built from the log; nothing is shown yet. Ask again.';
    throw new Problem(503, 'nothing_shown', detail, { headers: { 'retry-after': '5' } });
  }
}

/** Asked twice: the second time as it will be asked ever after, so that a file that cannot be had again is never promised. */
async function frozen(
  ask: Ask,
  question: string,
  nth: number,
): Promise<{ answer: DataAnswer; file: Omit<FrozenFile, 'href'> } | Preparing> {
  const first = await answered(ask, question, nth);
  if ('share' in first) return first;
  const address = pinned(question, first);
  const answer = await answered(ask, address, nth);
  if ('share' in answer) return answer;
  const bytes = bytesOf(answer);
  const file = { question: address, ...factsOf(answer), bytes: bytes.length, sha256: sha256Of(bytes) };
  return { answer, file };
}

/** @throws {Problem} as the call answered, with `pointer` to the question. */
async function answered(ask: Ask, address: string, nth: number): Promise<DataAnswer | Preparing> {
  const { status, headers, body } = await ask(address);
  const told = JSON.parse(body) as Record<string, unknown>;
  if (status === 202) return preparing.parse(told);
  if (status === 200) return told as unknown as DataAnswer;
  const { type: _type, title: _title, status: _status, code, detail, ...members } = told;
  const wait = headers['retry-after'];
  throw new Problem(status, String(code), String(detail), {
    ...members,
    pointer: `/questions/${nth}`,
    ...(typeof wait === 'string' && { headers: { 'retry-after': wait } }),
  });
}

/** Without the build: another one, that answers the same, gives the same file. */
function bytesOf({ build: _, ...answer }: DataAnswer): Buffer {
  return Buffer.from(`${JSON.stringify(answer, null, 1)}\n`, 'utf8');
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
