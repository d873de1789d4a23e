import { queryOptions, skipToken } from '@tanstack/react-query';
import type { z } from 'zod';
import { getJson } from './client.js';
import * as schemas from './schemas.js';

const MINUTE = 60_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson('/api/v1/me', schemas.me, signal),
  staleTime: 5 * MINUTE,
});

export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  queryFn: async ({ signal }) => (await getJson('/api/v1/measures', schemas.measures, signal)).measures,
  staleTime: 60 * MINUTE,
});

export const areasQuery = queryOptions({
  queryKey: ['areas'],
  queryFn: ({ signal }) => getJson('/api/v1/areas', schemas.areas, signal),
  staleTime: 60 * MINUTE,
});

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => getJson('/api/v1/status', schemas.status, signal),
  staleTime: 0,
  refetchInterval: MINUTE / 2,
});

/** A question to the measures API: which measure, and its parameters. */
export interface Question {
  measure: string;
  params: Params;
}

/** Parameters of a call; those without a value are left out. */
export type Params = Readonly<Record<string, string | undefined>>;

/** The address of a call, as `callPath('spc', { measure: 'dna' })`; equal questions give equal addresses. */
export function callPath(call: string, params: Params): string {
  const given = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const search = new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = search.toString().replaceAll('%2C', ',');
  return `/api/v1/${call}${text === '' ? '' : `?${text}`}`;
}

/** The address that answers a question about a measure. */
export function questionPath({ measure, params }: Question): string {
  return callPath(`measures/${encodeURIComponent(measure)}`, params);
}

/** Any call. @param path undefined = there is nothing to ask, and no answer */
export function callQuery<T>(path: string | undefined, schema: z.ZodType<T>) {
  return queryOptions({
    queryKey: ['call', path],
    queryFn:
      path === undefined ? skipToken : ({ signal }: { signal: AbortSignal }) => getJson(path, schema, signal),
    staleTime: MINUTE,
  });
}

/** @param question undefined = there is nothing to ask, and no answer */
export function answerQuery(question: Question | undefined) {
  return callQuery(question && questionPath(question), schemas.answer);
}
