import { canonicalJson, contentHash } from './canonical.js';
import { DATA_SCHEMAS, type SentData } from './data-schemas.js';
import { DROPPED_ATTRIBUTES, envelopeSchema, type Envelope } from './envelope.js';
import { FAULTS, type EventFault, type FaultCode } from './faults.js';
import { EARLIEST, parseInstant } from './fields.js';
import { faultOf } from './issue-to-fault.js';
import { containsNhsNumber } from './nhs-number.js';
import type { Pseudonyms } from './pseudonyms.js';
import { storedData, utcMilliseconds, type PostcodeLookup } from './minimise.js';
import type { AnyStoredEvent, EventType } from './stored-event.js';

/** Clocks of senders may run ahead by this much. */
const AHEAD_MS = 5 * 60_000;
/** Sessions may be booked this far ahead. */
const BOOKED_AHEAD_YEARS = 2;
/** More members than any object of the contract has. */
const MEMBERS_MAX = 64;

export interface AdmissionContext {
  provider: { id: string; sourcePrefixes: readonly string[] };
  /** Moment of receipt. */
  now: Date;
  pseudonyms: Pseudonyms;
  /** Absent: no postcode lookup is loaded. */
  postcodes?: PostcodeLookup;
}

export type Admission =
  | {
      ok: true;
      event: AnyStoredEvent;
      /** Key of the log record: `providerid/subject`. */
      key: string;
      /** The stored form as canonical JSON: what is written, and what duplicates are told by. */
      value: string;
      /** SHA-256 of `value`, hex. */
      contentHash: string;
    }
  | ({
      ok: false;
      /** Only when it is well-formed and safe to echo. */
      id?: string;
    } & EventFault);

/**
 * The one way into the log: checks an event as a provider sent it and turns it into its stored form, with pseudonyms for what
 * identifies a person. Refusals are values; the first fault is named, envelope before data.
 */
export function admit(raw: unknown, context: AdmissionContext): Admission {
  const result = check(raw, context);
  if (result.ok) return result;
  const id = safeId(raw);
  return id === undefined ? result : { ...result, id };
}

type Refusal = { ok: false } & EventFault;

function check(raw: unknown, context: AdmissionContext): Admission {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse('not_an_object', '');
  const wide = widthFault(raw);
  if (wide) return wide;
  const parsed = envelopeSchema.safeParse(withoutDropped(raw));
  if (!parsed.success) return { ok: false, ...faultOf(parsed.error, raw, '') };
  const envelope = parsed.data;
  const type = envelope.type as EventType;
  const data = DATA_SCHEMAS[type].safeParse(envelope.data);
  const envelopeFault =
    identifierFault(envelope) ?? sourceFault(envelope, context) ?? timeFault(envelope, context.now);
  if (envelopeFault) return envelopeFault;
  if (!data.success) return { ok: false, ...faultOf(data.error, envelope.data, '/data') };
  const dataFault = nhsNumberFault(data.data) ?? sessionFault(data.data, context.now);
  return dataFault ?? store(envelope, type, data.data, context);
}

function store(
  envelope: Envelope,
  type: EventType,
  sent: SentData[EventType],
  context: AdmissionContext,
): Admission {
  const { provider, pseudonyms, postcodes } = context;
  const at = parseInstant(envelope.time) ?? 0;
  const stored = storedData(type, sent, at, { providerId: provider.id, pseudonyms, postcodes });
  if (!stored.ok) return stored;
  const event = {
    specversion: '1.0',
    id: envelope.id,
    source: envelope.source,
    type,
    subject: envelope.subject,
    time: utcMilliseconds(envelope.time),
    ...(envelope.recordedtime !== undefined && { recordedtime: utcMilliseconds(envelope.recordedtime) }),
    revision: envelope.revision ?? 0,
    providerid: provider.id,
    data: stored.data,
  } as AnyStoredEvent;
  const value = canonicalJson(event);
  return { ok: true, event, key: `${provider.id}/${event.subject}`, value, contentHash: contentHash(value) };
}

/** Half a million unknown members would hold everyone up for seconds if each were looked at. */
function widthFault(raw: object): Refusal | undefined {
  if (isWide(raw)) return refuse('unknown_attribute', '');
  const { data } = raw as { data?: unknown };
  if (isWide(data)) return refuse('unknown_member', '/data');
  const members = (data ?? {}) as Record<string, unknown>;
  const wide = ['person', 'partOf', 'scores'].find((name) => isWide(members[name]));
  return wide === undefined ? undefined : refuse('unknown_member', `/data/${wide}`);
}

function isWide(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length > MEMBERS_MAX;
}

function withoutDropped(raw: object): object {
  const kept: Record<string, unknown> = { ...raw };
  // A copy by spread makes an own "__proto__" into an ordinary member, which the strict schema then refuses.
  for (const name of DROPPED_ATTRIBUTES) Reflect.deleteProperty(kept, name);
  return kept;
}

/** Every text of the envelope: even a fraction of a second can hold ten digits. */
function identifierFault({ data: _, ...attributes }: Envelope): Refusal | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string' && containsNhsNumber(value))
      return refuse('contains_nhs_number', `/${name}`);
  }
  return undefined;
}

function sourceFault({ source }: Envelope, { provider }: AdmissionContext): Refusal | undefined {
  const registered = provider.sourcePrefixes.some((prefix) => source.startsWith(prefix));
  return registered ? undefined : refuse('source_not_allowed', '/source');
}

function timeFault(envelope: Envelope, now: Date): Refusal | undefined {
  const latest = now.getTime() + AHEAD_MS;
  for (const name of ['time', 'recordedtime'] as const) {
    const text = envelope[name];
    const fault =
      text === undefined ? undefined : boundsFault(parseInstant(text), latest, `/${name}`, '5 minutes');
    if (fault) return fault;
  }
  return undefined;
}

function sessionFault(data: SentData[EventType], now: Date): Refusal | undefined {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + BOOKED_AHEAD_YEARS);
  const members = data as { startsAt?: string; endsAt?: string; startsOn?: string };
  for (const name of ['startsAt', 'endsAt', 'startsOn'] as const) {
    const text = members[name];
    if (text === undefined) continue;
    const epochMs = name === 'startsOn' ? Date.parse(text) : parseInstant(text);
    const fault = boundsFault(epochMs, latest.getTime(), `/data/${name}`, '2 years');
    if (fault) return fault;
  }
  return undefined;
}

function boundsFault(
  epochMs: number | undefined,
  latest: number,
  pointer: string,
  ahead: string,
): Refusal | undefined {
  if (epochMs === undefined || epochMs < EARLIEST) return refuse('too_early', pointer);
  if (epochMs <= latest) return undefined;
  return { ...refuse('in_the_future', pointer), detail: `Dated more than ${ahead} after receipt.` };
}

/** Looks at every text of checked data but the NHS number's own place. The schemas bound how much there is to look at. */
function nhsNumberFault(value: unknown, pointer = '/data'): Refusal | undefined {
  if (typeof value === 'string')
    return containsNhsNumber(value) ? refuse('contains_nhs_number', pointer) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (pointer === '/data/person' && key === 'nhsNumber') continue;
    const fault = nhsNumberFault(member, `${pointer}/${key}`);
    if (fault) return fault;
  }
  return undefined;
}

function safeId(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'id')) return undefined;
  const { id } = raw as { id?: unknown };
  const parsed = envelopeSchema.shape.id.safeParse(id);
  return parsed.success && !containsNhsNumber(parsed.data) ? parsed.data : undefined;
}

function refuse(code: FaultCode, pointer: string): Refusal {
  return { ok: false, code, pointer, detail: FAULTS[code] };
}
