import { open, type FileHandle } from 'node:fs/promises';

/** Node's own class of open files, to make its methods fail, wait or count. */
export async function fileHandles(): Promise<FileHandle> {
  const handle = await open(__filename, 'r');
  await handle.close();
  const prototype: unknown = Object.getPrototypeOf(handle);
  return prototype as FileHandle;
}
