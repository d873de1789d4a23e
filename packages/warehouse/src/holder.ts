import fs from 'node:fs';
import path from 'node:path';

/** The living process that has chDB's directory open, by the file that ClickHouse keeps there while it runs. */
export function holderOf(directory: string): number | undefined {
  const pid = Number(/^PID: (\d+)$/m.exec(statusOf(directory))?.[1]);
  return pid > 0 && isAlive(pid) ? pid : undefined;
}

function statusOf(directory: string): string {
  try {
    return fs.readFileSync(path.join(directory, 'status'), 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    // There is one, and it is not ours to signal.
    return fault instanceof Error && 'code' in fault && fault.code === 'EPERM';
  }
}
