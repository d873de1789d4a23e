import { scrubAddress, scrubText } from './scrub-text.js';

/** JSON of unknown origin. */
type Unknown = Record<string, unknown>;

export interface Meta {
  sdk?: { name?: string; version?: string };
  app?: { name?: string; version?: string; environment?: string; release?: string };
  browser?: { name?: string; version?: string; os?: string; mobile?: boolean };
  page?: { id?: string; url?: string };
  view?: { name?: string };
  session?: { id?: string };
}

export interface TelemetryEvent {
  name: string;
  timestamp?: string;
  attributes: Record<string, string>;
}
export interface Measurement {
  type: string;
  timestamp?: string;
  values: Record<string, number>;
  context: Record<string, string>;
}
export interface Log {
  level: string;
  timestamp?: string;
  message: string;
}
export interface Frame {
  filename: string;
  function: string;
  lineno?: number;
  colno?: number;
}
export interface Exception {
  type: string;
  timestamp?: string;
  value: string;
  stacktrace?: { frames: Frame[] };
}

/** What is left of a payload of Faro: members that are known here, each of them scrubbed. */
export interface ScrubbedPayload {
  meta: Meta;
  events?: TelemetryEvent[];
  measurements?: Measurement[];
  logs?: Log[];
  exceptions?: Exception[];
}

/** The kinds of item, as Faro names them in a payload, and what scrubs one of each. There is no place for traces. */
const KINDS = {
  events: scrubEvent,
  measurements: scrubMeasurement,
  logs: scrubLog,
  exceptions: scrubException,
} as const;
export type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** A batch of Faro sends at most 50. */
export const ITEMS_MAX = 200;
const FRAMES_MAX = 50;
/** Names of members and events: the SDK's and ours, never free text. */
const NAME = /^[a-z][\w.-]{0,59}$/i;
/** Beyond it is no duration, size or line; an NHS number would be. */
const NUMBER_BELOW = 100_000_000;

/** What the browser sends, and what the server keeps of what anybody sends: one and the same function. */
export function scrubPayload(payload: unknown): ScrubbedPayload {
  const given = objectOf(payload);
  const scrubbed: ScrubbedPayload = { meta: scrubMeta(given['meta']) };
  for (const kind of KIND_NAMES) {
    const items = listOf(given[kind], ITEMS_MAX).flatMap((item) => scrubItem(kind, item) ?? []);
    if (items.length > 0) Object.assign(scrubbed, { [kind]: items });
  }
  return scrubbed;
}

/** One item; undefined when nothing of it can be kept. */
export function scrubItem(kind: Kind, item: unknown): ReturnType<(typeof KINDS)[Kind]> {
  return KINDS[kind](objectOf(item));
}

/** Who is signed in, where, with which window: none of it is kept. */
export function scrubMeta(meta: unknown): Meta {
  const given = objectOf(meta);
  const part = (name: string): Unknown => objectOf(given[name]);
  const [browser, page] = [part('browser'), part('page')];
  return filled<Meta>({
    sdk: texts(part('sdk'), ['name', 'version']),
    app: texts(part('app'), ['name', 'version', 'environment', 'release']),
    browser: filled({
      ...texts(browser, ['name', 'os']),
      // The whole version helps to tell one person's browser from another's.
      version: firstNumber(browser['version']),
      mobile: typeof browser['mobile'] === 'boolean' ? browser['mobile'] : undefined,
    }),
    page: filled({ id: addressOf(page['id']), url: addressOf(page['url']) }),
    view: filled({ name: addressOf(part('view')['name']) }),
    session: texts(part('session'), ['id']),
  });
}

/** Attributes whose values are addresses, and those whose values are words or numbers. Any other is dropped. */
const ADDRESSES = new Set(['name', 'documentURI', 'blockedURI', 'sourceFile', 'fromView', 'toView']);
const WORDS = new Set([
  ...['duration', 'ttfb', 'pageLoadTime', 'documentParsingTime', 'domProcessingTime', 'onLoadTime'],
  ...['domContentLoadHandlerTime', 'requestTime', 'responseTime', 'fetchTime', 'tcpHandshakeTime'],
  ...['dnsLookupTime', 'tlsNegotiationTime', 'redirectTime', 'responseStatus', 'transferSize'],
  ...['encodedBodySize', 'decodedBodySize', 'cacheHitStatus', 'initiatorType', 'visibilityState', 'type'],
  ...['userActionName', 'userActionTrigger', 'userActionDuration', 'userActionEventType'],
  ...['effectiveDirective', 'violatedDirective', 'disposition', 'lineNumber', 'columnNumber', 'statusCode'],
  ...['rating', 'navigation_type', 'load_state', 'interaction_type'],
]);

function scrubEvent(given: Unknown): TelemetryEvent | undefined {
  const name = nameOf(given['name']);
  if (name === undefined) return undefined;
  const attributes = entriesOf(given['attributes']).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    if (ADDRESSES.has(key)) return [[key, scrubAddress(value)]];
    return wordOf(key, value);
  });
  return { name, ...timestamp(given), attributes: Object.fromEntries(attributes) as Record<string, string> };
}

function scrubMeasurement(given: Unknown): Measurement | undefined {
  const type = nameOf(given['type']);
  if (type === undefined) return undefined;
  const values = entriesOf(given['values']).flatMap(([key, value]) => {
    const rounded = numberOf(value);
    return nameOf(key) === undefined || rounded === undefined ? [] : [[key, rounded]];
  });
  const context = entriesOf(given['context']).flatMap(([key, value]) =>
    typeof value === 'string' ? wordOf(key, value) : [],
  );
  return {
    ...{ type, ...timestamp(given) },
    values: Object.fromEntries(values) as Record<string, number>,
    context: Object.fromEntries(context),
  };
}

/** The entry of an attribute that is no address, or none. Numbers come as text, with any number of digits. */
function wordOf(key: string, value: string): [string, string][] {
  if (!WORDS.has(key)) return [];
  if (!/^-?\d+(\.\d+)?$/.test(value)) return [[key, scrubText(value)]];
  const rounded = numberOf(Number(value));
  return rounded === undefined ? [] : [[key, String(rounded)]];
}

function scrubLog(given: Unknown): Log | undefined {
  if (typeof given['message'] !== 'string') return undefined;
  return {
    level: nameOf(given['level']) ?? 'log',
    ...timestamp(given),
    message: scrubText(given['message']),
  };
}

function scrubException(given: Unknown): Exception | undefined {
  if (typeof given['value'] !== 'string') return undefined;
  const frames = listOf(objectOf(given['stacktrace'])['frames'], FRAMES_MAX).map(scrubFrame);
  return {
    type: nameOf(given['type']) ?? 'Error',
    ...timestamp(given),
    value: scrubText(given['value']),
    ...(frames.length > 0 && { stacktrace: { frames } }),
  };
}

function scrubFrame(frame: unknown): Frame {
  const given = objectOf(frame);
  const { filename, function: name } = given;
  return filled<Frame>({
    filename: typeof filename === 'string' ? scrubAddress(filename) : '',
    function: typeof name === 'string' ? scrubText(name) : '',
    lineno: numberOf(given['lineno']),
    colno: numberOf(given['colno']),
  });
}

function timestamp({ timestamp }: Unknown): { timestamp?: string } {
  return typeof timestamp === 'string' && /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(timestamp)
    ? { timestamp }
    : {};
}

/** A name that scrubbing leaves as it is. */
function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && NAME.test(value) && scrubText(value) === value ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' || !(Math.abs(value) < NUMBER_BELOW)) return undefined;
  // Digits behind the point could hold anything, too.
  return Math.round(value * 1_000) / 1_000;
}

function firstNumber(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\d{1,4}(?!\d)/.exec(value)?.[0] : undefined;
}

function addressOf(value: unknown): string | undefined {
  return typeof value === 'string' ? scrubAddress(value) : undefined;
}

function texts<Name extends string>(
  given: Unknown,
  names: readonly Name[],
): { [name in Name]?: string } | undefined {
  const kept = names.flatMap((name) => {
    const value = given[name];
    return typeof value === 'string' ? [[name, scrubText(value)]] : [];
  });
  return kept.length > 0 ? (Object.fromEntries(kept) as { [name in Name]?: string }) : undefined;
}

/** Without the members that are absent or empty. */
function filled<T extends object>(members: { [name in keyof T]: T[name] | undefined }): T {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value))) as T;
}

function objectOf(value: unknown): Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Unknown) : {};
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(objectOf(value)).slice(0, 60);
}

function listOf(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? (value as unknown[]).slice(0, most) : [];
}
