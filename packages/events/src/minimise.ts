import { ageBandOf, ageInYear, ageOn } from './age-band.js';
import type { AgeBand } from './codes.js';
import type { SentData } from './data-schemas.js';
import { FAULTS, type EventFault } from './faults.js';
import { parseInstant } from './fields.js';
import { parseNhsNumber } from './nhs-number.js';
import type { Pseudonyms } from './pseudonyms.js';
import type { EventType, StoredData } from './stored-event.js';

/** Finds the 2021 LSOA of a postcode. */
export interface PostcodeLookup {
  /** False while none is loaded yet. */
  readonly loaded?: boolean;
  /** `null`: in no LSOA of England; undefined: not known. @param postcode in capitals without spaces */
  lsoaOf(postcode: string): string | null | undefined;
}

export interface MinimiseContext {
  providerId: string;
  pseudonyms: Pseudonyms;
  postcodes?: PostcodeLookup | undefined;
}

type Minimised = { ok: true; data: StoredData[EventType] } | ({ ok: false } & EventFault);

const INSTANT_MEMBERS = ['startsAt', 'endsAt'] as const;

/**
 * The stored form of checked data: instants in UTC milliseconds; of a person, pseudonyms, age band and LSOA instead of
 * what identifies. @param at the event's `time`, epoch ms.
 */
export function storedData(
  type: EventType,
  sent: SentData[EventType],
  at: number,
  context: MinimiseContext,
): Minimised {
  if (type === 'org.waymark.referral.received.v1') return minimise(sent as Received, at, context);
  const data: Record<string, unknown> = { ...sent };
  for (const member of INSTANT_MEMBERS) {
    if (typeof data[member] === 'string') data[member] = utcMilliseconds(data[member]);
  }
  return { ok: true, data: data as unknown as StoredData[EventType] };
}

/** An RFC 3339 instant as `YYYY-MM-DDTHH:mm:ss.sssZ`. The text was checked before. */
export function utcMilliseconds(text: string): string {
  const epochMs = parseInstant(text);
  if (epochMs === undefined) throw new TypeError('not an instant');
  return new Date(epochMs).toISOString();
}

type Received = SentData['org.waymark.referral.received.v1'];

function minimise(sent: Received, at: number, context: MinimiseContext): Minimised {
  const { person, yearOfBirth: _year, dateOfBirth: _date, ageBand: _band, lsoa, ...rest } = sent;
  const nhsNumber = person.nhsNumber === undefined ? undefined : parseNhsNumber(person.nhsNumber.trim());
  if (person.nhsNumber !== undefined && nhsNumber === undefined)
    return refuse('invalid_nhs_number', '/data/person/nhsNumber');
  const area = lsoaOf(person.postcode, lsoa, context.postcodes);
  if (typeof area === 'object') return area;
  const band = bandOf(sent, at);
  if (typeof band === 'object') return band;
  const { pseudonyms, providerId } = context;
  return {
    ok: true,
    data: {
      person: {
        ...(person.id !== undefined && { id: pseudonyms.person(providerId, person.id) }),
        ...(nhsNumber !== undefined && { nhs: pseudonyms.nhs(nhsNumber) }),
      },
      ...(rest as Omit<StoredData['org.waymark.referral.received.v1'], 'person'>),
      ...(area !== undefined && { lsoa: area }),
      ...(band !== undefined && { ageBand: band }),
    },
  };
}

/**
 * A given LSOA wins over the postcode's: the provider's own look-up may be newer than ours. Somebody who lives across the border is no
 * fault of the event: there is no LSOA then.
 */
function lsoaOf(
  postcode: string | undefined,
  lsoa: string | undefined,
  lookup: PostcodeLookup | undefined,
): string | undefined | Refused {
  if (postcode === undefined) return lsoa;
  if (!lookup || lookup.loaded === false) return refuse('postcode_lookup_missing', '/data/person/postcode');
  const found = lookup.lsoaOf(postcode.replace(/\s/g, '').toUpperCase());
  if (lsoa !== undefined) return lsoa;
  return found === undefined ? refuse('unknown_postcode', '/data/person/postcode') : (found ?? undefined);
}

function bandOf({ ageBand, yearOfBirth, dateOfBirth }: Received, at: number): AgeBand | undefined | Refused {
  if (dateOfBirth !== undefined)
    return ageBandOf(ageOn(dateOfBirth, at)) ?? refuse('out_of_range', '/data/dateOfBirth');
  if (yearOfBirth !== undefined)
    return ageBandOf(ageInYear(yearOfBirth, at)) ?? refuse('out_of_range', '/data/yearOfBirth');
  return ageBand;
}

type Refused = { ok: false } & EventFault;

function refuse(code: EventFault['code'], pointer: string): Refused {
  return { ok: false, code, pointer, detail: FAULTS[code] };
}
