/** A larger file would be held twice only to be named. */
const HASHED_BYTES = 256 * 1024 * 1024;

type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

/**
 * Names the job of a file and a profile as `waymark import` does, of what is in both: the same file again is the same job, which
 * changes nothing. Where the browser cannot work it out, or the file is very large, the name tells the file by its size and date.
 */
export async function jobName(
  file: Blob & { lastModified?: number },
  profileHash: string,
  digest: Digest | null = browserDigest(),
): Promise<string> {
  const hash = new TextEncoder().encode(profileHash);
  if (!digest || file.size > HASHED_BYTES)
    return `portal-${profileHash.slice(0, 20)}-${file.size}-${file.lastModified ?? 0}`;
  const bytes = new Uint8Array(hash.length + file.size);
  bytes.set(hash);
  bytes.set(new Uint8Array(await file.arrayBuffer()), hash.length);
  const name = Array.from(new Uint8Array(await digest(bytes)), (byte) => byte.toString(16).padStart(2, '0'));
  return `csv-${name.join('').slice(0, 40)}`;
}

/** Browsers work it out on secure pages only. */
function browserDigest(): Digest | null {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  return subtle ? (bytes) => subtle.digest('SHA-256', bytes) : null;
}
