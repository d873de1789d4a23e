import type { z } from 'zod';
import { ApiProblem } from './problem.js';

/** Asks, and takes every answer that is no problem. @throws {ApiProblem} also when the server is not reached. */
export async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiProblem(0, 'unreachable', 'The server did not answer. Check your connection.');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The same for figures, whose tables may still be prepared. */
async function call(path: string, init: RequestInit): Promise<Response> {
  const response = await ask(path, init);
  if (response.status === 202) throw await preparingOf(response);
  return response;
}

/** A past instant may first need tables of its own. */
async function preparingOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const share = typeof body === 'object' && body !== null && 'share' in body ? Number(body.share) : 0;
  const seconds = Number(response.headers.get('retry-after') ?? 1);
  const detail = 'The figures as they were known then are being prepared.';
  return new ApiProblem(202, 'preparing', detail, { retryAfterMs: Math.max(1, seconds) * 1_000, share });
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const member = (name: string): string | undefined => {
    const value =
      typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return new ApiProblem(
    response.status,
    member('code') ?? `http_${response.status}`,
    member('detail') ?? 'The server gave no reason.',
    retryAfterOf(response),
  );
}

function retryAfterOf(response: Response): { retryAfterMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? { retryAfterMs: Math.max(1, seconds) * 1_000 } : {};
}

/** Reads an answer of a known shape. @throws {ApiProblem} */
export async function getJson<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const response = await call(path, {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  });
  return readAnswer(response, schema);
}

/** @throws {ApiProblem} unexpected_answer, with the place where it is another than expected. */
export async function readAnswer<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  const pointer = parsed.error.issues[0]?.path.join('/') ?? '';
  throw new ApiProblem(
    response.status,
    'unexpected_answer',
    `The answer is not in the form this page expects (at /${pointer}). Reload the page; it may be older than the server.`,
  );
}

/** Formats that every data call answers in, beside JSON. */
export const FILE_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type FileType = keyof typeof FILE_TYPES;

/** @throws {ApiProblem} */
export async function getFile(path: string, type: FileType): Promise<Blob> {
  const response = await call(path, { headers: { accept: FILE_TYPES[type] } });
  return response.blob();
}

/** The token travels in the body, once; what stays is a cookie that scripts cannot read. @throws {ApiProblem} */
export async function openSession(token: string): Promise<void> {
  await call('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

/** @throws {ApiProblem} */
export async function closeSession(): Promise<void> {
  await call('/api/v1/session', { method: 'DELETE' });
}
