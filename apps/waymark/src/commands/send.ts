import fs from 'node:fs';
import { CommandFault } from './command-fault.js';
import { readEventBatches } from './event-batches.js';
import { call } from './http.js';
import { ProgressLine } from './progress.js';
import type { ExitCode } from './run-command.js';
import { pushArguments } from './target.js';

interface PushAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: { index: number; id?: string; status: string; code?: string; pointer?: string; detail?: string }[];
}

/** `waymark send FILE`: pushes CloudEvents, going on where an interrupted run of the same file stopped. */
export const sendCommand = (args: string[]): Promise<ExitCode> => push('send', '/v1/events', args);

/** `waymark validate FILE`: the same checks, nothing stored. */
export const validateCommand = (args: string[]): Promise<ExitCode> =>
  push('validate', '/v1/events:validate', args);

async function push(command: 'send' | 'validate', address: string, args: string[]): Promise<ExitCode> {
  const { file, target } = pushArguments(command, args);
  if (!fs.existsSync(file)) throw new CommandFault(`waymark ${command}: there is no file ${file}`);
  const journal = new Journal(file, command === 'send' ? target.url : undefined);
  const rejects = new RejectFile(`${file}.rejects.ndjson`, journal.acknowledged > 0);
  const progress = new ProgressLine(command);
  const total = { accepted: 0, duplicates: 0, rejected: 0 };

  for await (const batch of readEventBatches(file)) {
    if (batch.firstIndex + batch.count <= journal.acknowledged) continue;
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = (await call(target, address, {
      method: 'POST',
      headers,
      body: batch.ndjson,
    })) as PushAnswer;
    for (const key of ['accepted', 'duplicates', 'rejected'] as const) total[key] += answer[key];
    rejects.add(batch.firstIndex, answer);
    journal.acknowledge(batch.firstIndex + batch.count);
    progress.show(batch.share, `${batch.firstIndex + batch.count} events`);
  }

  journal.remove();
  progress.end(`${total.accepted} accepted, ${total.duplicates} duplicate, ${total.rejected} rejected`);
  if (rejects.count > 0) process.stderr.write(`What was rejected, and why: ${rejects.file}\n`);
  return rejects.count > 0 ? 1 : 0;
}

/** Remembers beside the file how many of its events were acknowledged, while the file stays as it is. */
class Journal {
  acknowledged = 0;
  private readonly path: string;
  private readonly identity: string;

  constructor(
    file: string,
    private readonly url: string | undefined,
  ) {
    const { size, mtimeMs } = fs.statSync(file);
    this.path = `${file}.sent`;
    this.identity = JSON.stringify([url, size, mtimeMs]);
    if (url === undefined || !fs.existsSync(this.path)) return;
    const [identity, acknowledged] = fs.readFileSync(this.path, 'utf8').split('\n');
    if (identity === this.identity) this.acknowledged = Number(acknowledged);
  }

  acknowledge(count: number): void {
    this.acknowledged = count;
    if (this.url !== undefined) fs.writeFileSync(this.path, `${this.identity}\n${count}\n`);
  }

  remove(): void {
    fs.rmSync(this.path, { force: true });
  }
}

/** Rejected events by their place in the file, with code and pointer; never their content. */
class RejectFile {
  count: number;

  constructor(
    readonly file: string,
    goOn: boolean,
  ) {
    if (!goOn) fs.rmSync(file, { force: true });
    this.count = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  }

  add(firstIndex: number, answer: PushAnswer): void {
    const rejected = answer.results.filter((result) => result.status === 'rejected');
    if (rejected.length === 0) return;
    const lines = rejected.map(({ index, id, code, pointer, detail }) =>
      JSON.stringify({ index: firstIndex + index, id, code, pointer, detail }),
    );
    fs.appendFileSync(this.file, `${lines.join('\n')}\n`);
    this.count += rejected.length;
  }
}
