import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProgram } from './running-program.js';

export interface Answered<T> {
  status: number;
  body: T;
}

export async function call<T>(
  url: string,
  secret: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Answered<T>> {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${secret}` };
  const answer = await fetch(url, { ...init, headers });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}

export const tokenOf = ({ credentials }: RunningProgram, role: string): string =>
  credentials.users[role]?.token ?? '';

/** Pushes events as a provider and answers what ingest said. */
export async function push(
  program: RunningProgram,
  provider: string,
  events: readonly object[],
): Promise<
  Answered<{
    accepted: number;
    duplicates: number;
    rejected: number;
    results: { status: string; code?: string }[];
  }>
> {
  return call(`${program.url}/v1/events`, program.credentials.providers[provider]?.key ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
}

/** Waits until everything acknowledged is shown. */
export async function shown(program: RunningProgram): Promise<void> {
  for (;;) {
    const { body } = await call<{ lag: number }>(
      `${program.url}/api/v1/status`,
      tokenOf(program, 'controller'),
    );
    if (body.lag === 0) return;
    await sleep(50);
  }
}

export interface MeasureRow {
  numerator: number;
  denominator: number | null;
  value: number | null;
  [code: string]: unknown;
}

/** A measure as the controller sees it: exact. */
export async function measure(program: RunningProgram, id: string, query = ''): Promise<MeasureRow[]> {
  const url = `${program.url}/api/v1/measures/${id}${query === '' ? '' : `?${query}`}`;
  const { status, body } = await call<{ rows: MeasureRow[] }>(url, tokenOf(program, 'controller'));
  if (status !== 200) throw new Error(`${id}: ${status} ${JSON.stringify(body)}`);
  return body.rows;
}
