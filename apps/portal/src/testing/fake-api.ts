import { BOARDS, BOARDS_36, REGIONS } from '@waymark/areas';
import { EVERY_MEASURE, findAnyMeasure } from '@waymark/measures';
import { wilson } from '@waymark/statistics';
import type { Answer, Me, Row, Status } from '../api/schemas.js';
import type { Unit } from '../labels/numbers.js';
import { fakeSpc } from './fake-spc.js';
import { parsePeriod, monthText, quarterText } from '../labels/periods.js';

export interface FakeAnswer {
  status: number;
  type: string;
  body: string;
  /** Other headers. */
  more?: Record<string, string>;
}

/** How an address was asked. */
export interface Asked {
  method: string;
  accept: string;
  headers: Headers;
  body: unknown;
}

type Respond = (url: URL, asked: Asked) => FakeAnswer | Promise<FakeAnswer>;

export const ANALYST: Me = { name: 'Ada', role: 'icb_analyst', scope: ['QKS'] };
export const CONTROLLER: Me = { name: 'Cora', role: 'controller', scope: [] };
export const PROVIDER: Me = { name: 'Priya', role: 'provider', scope: ['demo-leisure'] };

/**
 * A small server of the portal's API inside the test: signed in or not, every measure by period and board from a
 * formula, and whatever a test puts in place of an address.
 */
export class FakeApi {
  me: Me | undefined = ANALYST;
  status: Status = { lag: 0, shownUpTo: new Date().toISOString(), log: { writable: true } };
  /** Every address asked, with its method unless it is GET. */
  readonly requests: string[] = [];
  private readonly instead: [RegExp, Respond][] = [];

  /** Answers what fits with something else; the last one told counts. */
  answer(address: RegExp, respond: Respond): void {
    this.instead.unshift([address, respond]);
  }

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(path, 'http://waymark.test');
    const method = init.method ?? 'GET';
    this.requests.push(method === 'GET' ? url.pathname + url.search : `${method} ${url.pathname}`);
    const headers = new Headers(init.headers);
    const accept = headers.get('accept') ?? '';
    const { status, type, body, more = {} } = await this.respond(method, url, accept, init.body, headers);
    return new Response(body === '' ? null : body, { status, headers: { 'content-type': type, ...more } });
  };

  async respond(
    method: string,
    url: URL,
    accept: string,
    body?: unknown,
    headers = new Headers(),
  ): Promise<FakeAnswer> {
    const instead = this.instead.find(([address]) => address.test(url.pathname + url.search));
    if (instead) return instead[1](url, { method, accept, body, headers });
    if (url.pathname === '/api/v1/session') return this.session(method, body as string | undefined);
    if (!this.me) return problem(401, 'not_signed_in', 'Sign in first.');
    return this.signedIn(this.me, url, accept);
  }

  /** What the API says of a measure, for a test that stands before it. */
  measured(url: URL): FakeAnswer {
    return this.signedIn(this.me ?? ANALYST, url, 'application/json');
  }

  private session(method: string, body: string | undefined): FakeAnswer {
    if (method === 'DELETE') {
      this.me = undefined;
      return { status: 204, type: 'text/plain', body: '' };
    }
    const { token } = JSON.parse(body ?? '{}') as { token?: string };
    if (token !== 'wmu_ada') return problem(401, 'unknown_credential', 'This token is not known.');
    this.me = ANALYST;
    return json(this.me);
  }

  private signedIn(me: Me, url: URL, accept: string): FakeAnswer {
    const [, id] = /^\/api\/v1\/measures\/(.+)$/.exec(url.pathname) ?? [];
    if (id !== undefined) return measured(id, me, url, accept);
    switch (url.pathname) {
      case '/api/v1/me':
        return json(me);
      case '/api/v1/measures':
        return json({ measures: EVERY_MEASURE });
      case '/api/v1/areas':
        return json({
          boards: BOARDS,
          regions: Object.entries(REGIONS).map(([code, name]) => ({ code, name })),
          providers: [{ code: 'demo-leisure', name: 'Demo Leisure Trust' }],
        });
      case '/api/v1/spc':
        return json(fakeSpc(url.searchParams));
      case '/api/v1/status':
        return json(this.status);
      default:
        return problem(404, 'not_found', 'There is nothing at this address.');
    }
  }
}

export function json(value: unknown): FakeAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

export function problem(status: number, code: string, detail: string): FakeAnswer {
  const body = { type: 'about:blank', title: 'Problem', status, code, detail };
  return { status, type: 'application/problem+json', body: JSON.stringify(body) };
}

/** The boards with figures: those of two regions, so that tests stay quick. */
export const FAKE_BOARDS = BOARDS_36.filter(({ region }) => region === 'Y58' || region === 'Y59').map(
  ({ code }) => code,
);

/** The quarters and months that there are: 2024-07 to 2026-11; the last two quarters are not final. */
const FIRST = 2024 * 12 + 6;
const LAST = 2026 * 12 + 10;
const NOT_FINAL_FROM = 2026 * 12 + 6;

function measured(id: string, me: Me, url: URL, accept: string): FakeAnswer {
  const measure = findAnyMeasure(id);
  if (!measure) return problem(404, 'unknown_measure', 'No measure has this id.');
  const rows = rowsOf(url.searchParams, measure.unit);
  if (accept === 'text/csv') return { status: 200, type: 'text/csv', body: csv(rows) };
  const answer: Answer = {
    ...{ measure: id, version: measure.version, unit: measure.unit, asOf: '2026-11-24T10:42:00.000Z' },
    ...{ boundaries: 'current', profile: me.role === 'icb_analyst' ? 'hes' : 'none' },
    editions: [{ id: 'synthetic-1', label: 'Waymark demonstration', synthetic: true }],
    ...{ excluded: { immature: 3_120, before_feed: null }, rows },
  };
  return json(answer);
}

function rowsOf(params: URLSearchParams, unit: Unit): Row[] {
  const by = (params.get('by') ?? '').split(',');
  if (by.includes('provider')) {
    return ['demo-leisure', 'demo-linkworkers'].map((provider) => ({ provider, ...counted(500, 0.5, unit) }));
  }
  const months = by.includes('month') ? 1 : 3;
  const place = params.get('icb') ?? params.get('region') ?? 'england';
  const boards = by.includes('icb') ? FAKE_BOARDS : [place];
  const [from, to] = [params.get('from'), params.get('to')].map((text) => parsePeriod(text ?? '')?.start);
  const narrowed = ['sex', 'age_band', 'activity', 'provider'].filter((name) => params.has(name)).length;
  return boards.flatMap((board) =>
    Array.from({ length: Math.ceil((LAST + 1 - FIRST) / months) }, (_, index) => FIRST + index * months)
      .filter((start) => start >= (from ?? FIRST) && start <= (to ?? LAST))
      .map((start): Row => {
        const period = months === 1 ? { month: monthText(start) } : { quarter: quarterText(start) };
        const size = ((board === 'england' ? 2_400 : 40 + (hash(board) % 90)) * months) / 2 ** narrowed;
        const flags = [
          ...(start + months > LAST ? ['partial'] : []),
          ...(start >= NOT_FINAL_FROM ? ['immature'] : []),
        ];
        return {
          ...(by.includes('icb') ? { icb: board } : {}),
          ...period,
          ...counted(Math.round(size), shareOf(board, start), unit),
          ...(flags.length > 0 ? { flags } : {}),
        };
      }),
  );
}

function shareOf(board: string, start: number): number {
  const base = board === 'england' ? 0.5 : 0.4 + (hash(board) % 23) / 100;
  return base + (start - FIRST) * 0.002 + ((hash(`${board}${start}`) % 11) - 5) / 200;
}

function counted(denominator: number, share: number, unit: Unit) {
  const numerator = Math.round(denominator * share);
  if (denominator < 8) {
    const withheld = { numerator: null, denominator: null, value: null, lower: null, upper: null };
    return { ...withheld, suppressed: Object.keys(withheld) };
  }
  if (unit === 'count') {
    return { numerator: denominator, denominator: null, value: denominator, lower: null, upper: null };
  }
  return { numerator, denominator, value: numerator / denominator, ...wilson(numerator, denominator) };
}

function csv(rows: Row[]): string {
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'flags');
  const text = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const lines = rows.map((row) => names.map((name) => text(row[name])).join(','));
  return [names.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + character.charCodeAt(0)) % 1_000_003;
  return value;
}
