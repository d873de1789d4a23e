import { admit, canonicalJson, decodeStored, Pseudonyms, type AnyStoredEvent } from '@waymark/events';
import type { SyntheticRecord } from './encode.js';
import { testNhsNumber } from './person.js';
import { SYNTHETIC_PROVIDERS } from './providers.js';
import { make, OPTIONS } from './testing/make.js';
import { synthesise } from './synthesise.js';

const { pseudonyms, end } = OPTIONS;
const text = ({ value }: SyntheticRecord): string => Buffer.from(value).toString('utf8');
const lines = (records: readonly SyntheticRecord[]): string[] =>
  records.map((record) => `${record.appendedAt} ${record.key} ${text(record)}`);

function stored(record: SyntheticRecord): AnyStoredEvent {
  const decoded = decodeStored(record.value);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.event;
}

/** Number of the referral that a record belongs to: the digits of its subject, whoever sent it. */
const numberOf = ({ key }: SyntheticRecord): number => Number(/\d+/.exec(key)?.[0]);

describe('a synthetic history', () => {
  test('is the same twice for one seed and another for another', async () => {
    const first = lines(await make());
    expect(lines(await make())).toEqual(first);
    expect(lines(await make({ seed: 1 }))).not.toEqual(first);
  });

  test('has the same first referrals however many follow', async () => {
    const few = lines(await make({ referrals: 40 }));
    const ofMany = (await make({ referrals: 90 })).filter((record) => numberOf(record) <= 40);
    expect(lines(ofMany).sort()).toEqual(few.sort());
  });

  test.each([0, 1, 10, 1_000])('of %i referrals has that many initial ones', async (referrals) => {
    const initial = new Set<string>();
    for (const record of await make({ referrals })) {
      const { type, data } = stored(record);
      if (type === 'org.waymark.referral.received.v1' && data.kind !== 'onward') initial.add(record.key);
    }
    expect(initial.size).toBe(referrals);
  });

  test.each([-1, 0.5, 10_000_001, Number.NaN])('of %p referrals is refused', async (referrals) => {
    await expect(make({ referrals })).rejects.toThrow(RangeError);
  });

  test('shorter than a day is refused', async () => {
    await expect(make({ start: end })).rejects.toThrow(RangeError);
  });

  test('comes in chunks of the size asked for, the last one smaller', async () => {
    const sizes: number[] = [];
    for await (const chunk of synthesise({ ...OPTIONS, chunkRecords: 100 })) sizes.push(chunk.length);
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([100]));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe((await make()).length);
  });
});

describe('every record', () => {
  let records: SyntheticRecord[];
  let events: AnyStoredEvent[];
  beforeAll(async () => {
    records = await make({ referrals: 500 });
    events = records.map(stored);
  });
  const isAscending = (times: readonly number[]): boolean =>
    times.every((time, n) => n === 0 || time >= (times[n - 1] ?? 0));

  test('is appended at or after the one before it and not after the end', () => {
    const times = records.map(({ appendedAt }) => appendedAt);
    expect(isAscending(times)).toBe(true);
    expect(times.at(-1)).toBeLessThanOrEqual(end.getTime());
  });

  test('happened before it was recorded, and was recorded before it was appended', () => {
    const wrong = events.filter(({ time, recordedtime = time }, n) => {
      const appendedAt = records[n]?.appendedAt ?? 0;
      return !isAscending([Date.parse(time), Date.parse(recordedtime), appendedAt]);
    });
    expect(wrong).toEqual([]);
  });

  test('is what ingest would have stored: admitted at its append time, the same bytes, under the same key', () => {
    const wrong = events.filter((event, n) => {
      const { key, appendedAt, value } = records[n]!;
      const provider = SYNTHETIC_PROVIDERS.find(({ id }) => id === event.providerid)!;
      const { sent, expected } = asSent(event);
      const admitted = admit(sent, { provider, now: new Date(appendedAt), pseudonyms });
      const same = admitted.ok && admitted.value === expected && admitted.key === key;
      return !same || canonicalJson(event) !== Buffer.from(value).toString('utf8');
    });
    expect(wrong).toEqual([]);
  });

  test('names people by pseudonyms of the key given, one for one person, and by nothing else', () => {
    const numbers = Array.from({ length: 500 }, (_, index) => testNhsNumber(index) ?? '');
    const possible = new Set(numbers.map((number) => pseudonyms.nhs(number)));
    const people = events.flatMap(({ type, data }) =>
      type === 'org.waymark.referral.received.v1' ? [data.person] : [],
    );
    expect(people.filter(({ id }) => !/^p1\.[0-9a-f]{64}$/.test(id ?? ''))).toEqual([]);
    expect(people.filter(({ nhs }) => nhs !== undefined && !possible.has(nhs))).toEqual([]);
    expect(records.filter((record) => /(?<![0-9a-f])\d{10}(?![0-9a-f])/.test(text(record)))).toEqual([]);
  });
});

test('the invented people have NHS numbers of the test range, but for the one in eleven that has none', () => {
  const numbers = Array.from({ length: 11_000 }, (_, index) => testNhsNumber(index));
  const given = numbers.filter((number) => number !== undefined);
  expect(new Set(given).size).toBe(given.length);
  expect(given.every((number) => number.startsWith('999'))).toBe(true);
  expect(given.length / numbers.length).toBeCloseTo(10 / 11, 2);
});

/** The event as its provider sent it, another person's identifiers in place of those only the pseudonyms are left of. */
function asSent(event: AnyStoredEvent): { sent: object; expected: string } {
  const { providerid, revision, ...rest } = event;
  if (event.type !== 'org.waymark.referral.received.v1')
    return { sent: { ...rest, revision }, expected: canonicalJson(event) };
  const { id, nhs } = event.data.person;
  const number = '9990000018';
  const person = { ...(id && { id: 'somebody' }), ...(nhs && { nhsNumber: number }) };
  const pseudonymous = {
    ...(id && { id: pseudonyms.person(providerid, 'somebody') }),
    ...(nhs && { nhs: pseudonyms.nhs(number) }),
  };
  return {
    sent: { ...rest, revision, data: { ...event.data, person } },
    expected: canonicalJson({ ...event, data: { ...event.data, person: pseudonymous } }),
  };
}

test('another key gives other pseudonyms and the same history', async () => {
  const other = await make({ pseudonyms: new Pseudonyms('another key of enough bytes') });
  const withoutPseudonyms = (record: SyntheticRecord): string =>
    text(record).replace(/[np]1\.[0-9a-f]{64}/g, '');
  const records = await make();
  expect(lines(other)).not.toEqual(lines(records));
  expect(other.map(withoutPseudonyms)).toEqual(records.map(withoutPseudonyms));
});
