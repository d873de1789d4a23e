import type { z } from 'zod';
import { ApiProblem } from './problem.js';

/** @throws {ApiProblem} also when the server is not reached. */
async function call(path: string, init: RequestInit): Promise<Response> {
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

async function problemOf(response: Response): Promise<ApiProblem> {
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
  );
}

/** Reads an answer of a known shape. @throws {ApiProblem} */
export async function getJson<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const response = await call(path, {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  });
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  const pointer = parsed.error.issues[0]?.path.join('/') ?? '';
  throw new ApiProblem(
    response.status,
    'unexpected_answer',
    `The answer is not in the form this page expects (at /${pointer}). Reload the page; it may be older than the server.`,
  );
}

/** @throws {ApiProblem} */
export async function getCsv(path: string): Promise<Blob> {
  const response = await call(path, { headers: { accept: 'text/csv' } });
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
