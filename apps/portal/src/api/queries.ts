import { queryOptions, skipToken } from '@tanstack/react-query';
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
  params: Record<string, string>;
}

/** The address that answers a question; equal questions give equal addresses. */
export function questionPath({ measure, params }: Question): string {
  const search = new URLSearchParams(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `/api/v1/measures/${encodeURIComponent(measure)}?${search.toString().replaceAll('%2C', ',')}`;
}

/** @param question undefined = there is nothing to ask, and no answer */
export function answerQuery(question: Question | undefined) {
  const path = question && questionPath(question);
  return queryOptions({
    queryKey: ['answer', path],
    queryFn:
      path === undefined
        ? skipToken
        : ({ signal }: { signal: AbortSignal }) => getJson(path, schemas.answer, signal),
    staleTime: MINUTE,
  });
}
