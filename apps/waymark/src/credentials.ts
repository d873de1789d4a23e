import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const credentials = z.object({
  providers: z.record(z.string(), z.object({ key: z.string(), sourcePrefix: z.string() })),
  users: z.record(z.string(), z.object({ token: z.string(), scope: z.array(z.string()) })),
});

/** Keys and tokens of a local run, so that scripts and people on this machine can call the API. */
export type Credentials = z.infer<typeof credentials>;

export const credentialsPath = (dataDir: string): string => path.join(dataDir, 'credentials.json');

export function readCredentials(dataDir: string): Credentials | undefined {
  const file = credentialsPath(dataDir);
  return fs.existsSync(file) ? credentials.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : undefined;
}

/** Writes them readable by this user only, whole or not at all. */
export function writeCredentials(dataDir: string, value: Credentials): void {
  writePrivately(credentialsPath(dataDir), `${JSON.stringify(value, null, 2)}\n`);
}

/** A file that only this user may read, written whole or not at all. */
export function writePrivately(file: string, text: string): void {
  // Processes of one data directory may start together.
  const draft = `${file}.${process.pid}.draft`;
  fs.rmSync(draft, { force: true });
  const handle = fs.openSync(draft, 'wx', 0o600);
  fs.writeFileSync(handle, text);
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  fs.renameSync(draft, file);
}
