import { types } from 'node:util';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LogUnavailable } from '../port.js';

/** Makes the creation, renaming or removal of a folder's entries survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file as a whole: after a crash at any point it is the old one or the new one. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const next = `${path}.next`;
  const handle = await open(next, 'w');
  try {
    await handle.writeFile(content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(next, path);
  await syncDirectory(dirname(path));
}

/**
 * A fault of the file system (disk full, read-only, I/O error) may pass; anything else is a bug and stays what it is.
 * Not `instanceof Error`: in jest the errors of Node's own modules are of another realm.
 */
export function asUnavailable(fault: unknown, doing: string): unknown {
  if (!types.isNativeError(fault) || !('syscall' in fault) || !('code' in fault)) return fault;
  return new LogUnavailable(`${doing}: ${String(fault.code)}`, 5, { cause: fault });
}

export function isMissing(fault: unknown): boolean {
  return types.isNativeError(fault) && 'code' in fault && fault.code === 'ENOENT';
}
