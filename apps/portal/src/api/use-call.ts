import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { callQuery } from './queries.js';
import { ApiProblem } from './problem.js';

/** One call of the API and where it stands. */
export interface Called<T> {
  /** The address asked; undefined = nothing was. */
  path: string | undefined;
  data: T | undefined;
  /** Set when there is no answer because asking failed. */
  error: Error | null;
  /** How much is done while a past instant is prepared, 0 to 1; undefined otherwise. */
  preparing: number | undefined;
  retry: () => void;
}

/**
 * Asks any call and reads its answer by a schema. The last answer to the same address is shown at once and asked again once a
 * minute old. @param path as `callPath` makes it; undefined = there is nothing to ask
 */
export function useCall<T>(path: string | undefined, schema: z.ZodType<T>): Called<T> {
  return calledOf(path, useQuery(callQuery(path, schema)));
}

export function calledOf<T>(path: string | undefined, query: UseQueryResult<T>): Called<T> {
  const waiting = query.failureReason;
  return {
    path,
    data: query.data,
    error: query.data === undefined ? query.error : null,
    preparing:
      query.isPending && waiting instanceof ApiProblem && waiting.preparing
        ? (waiting.more.share ?? 0)
        : undefined,
    retry: () => void query.refetch(),
  };
}
