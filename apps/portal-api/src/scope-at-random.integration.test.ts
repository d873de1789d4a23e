import { isDeepStrictEqual } from 'node:util';
import { isFreer, type Profile } from '@waymark/disclosure';
import { loadEdition } from '@waymark/warehouse';
import { FORMATS } from './format.js';
import {
  CALLERS,
  freestOf,
  namesAnother,
  outsideCodes,
  sameOfTheirs,
  sightOf,
  type Caller,
} from './testing/callers.js';
import { figuresOf, type Figures } from './testing/figures.js';
import { largeCountry, PROVIDERS } from './testing/large-country.js';
import { openTestPortal, type Answer, type TestPortal } from './testing/portal.js';
import { RandomCalls, urlOf, type AskedCall } from './testing/random-calls.js';
import { randomOf } from './testing/random.js';
import { unzip } from './testing/workbook.js';

/** Random calls; WAYMARK_TEST_RUNS asks for more, WAYMARK_TEST_SEED for others. */
const RUNS = Number(process.env['WAYMARK_TEST_RUNS'] ?? 120);
const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? 20_260_401);
const JOURNEYS = 600;
jest.setTimeout(180_000 + RUNS * 2_000);

const country = largeCountry(SEED, JOURNEYS);
const CONTROLLER = CALLERS.find(({ role }) => role === 'controller')!;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  for (const [id, name] of Object.entries(PROVIDERS))
    await portal.registry.putProvider({ id, name, sourcePrefixes: [`urn:${id}:`], keys: [] });
  for (const { name, role, scope } of CALLERS) await portal.person(name, role, [...scope]);
  await loadEdition(portal.warehouse, country.edition);
  await portal.tell(country.history);
});
afterAll(() => portal.close());

/** How often each thing was seen. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  get all(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort());
  }
}

/** Asks until tables of a past instant are folded. `looks` counts what the audit topic is to hold. */
async function ask(caller: Caller, call: AskedCall, looks: Tally): Promise<Answer> {
  for (;;) {
    const answer = await portal.get(urlOf(call), caller.name, { accept: FORMATS[call.format] });
    const outcome = outcomeOf(answer);
    if (outcome !== undefined) looks.add(`${caller.name} ${call.format} ${outcome}`);
    if (answer.status !== 202) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** As the audit topic names it; undefined: the call was not understood, or its role sees no data: nothing was looked for. */
function outcomeOf({ status, body: { code } }: Answer): string | undefined {
  if (status === 200) return 'answered';
  if (status === 202) return 'preparing';
  return status === 403 && code !== 'wrong_role' ? 'refused' : undefined;
}

/** Every byte of an answer as text: a workbook's files unpacked. */
function wholeText({ headers, bytes }: Answer): string {
  const isPacked = headers['content-type'] === FORMATS.xlsx;
  const files = isPacked ? [...unzip(bytes).values()] : [bytes];
  return [headers['content-disposition'], ...files.map((file) => file.toString('utf8'))].join('\n');
}

/** Codes that are not the caller's and stand in the answer, though nobody named them in the question. */
function codesFromOutside(caller: Caller, call: AskedCall, answer: Answer): string[] {
  const text = wholeText(answer);
  const said = decodeURIComponent(urlOf(call));
  return outsideCodes(caller, call, country).filter((code) => text.includes(code) && !said.includes(code));
}

/** Whether the answer has to be exact. */
const isExact = (caller: Caller, { query }: AskedCall): boolean =>
  caller.role === 'provider' && query['of'] === undefined && (query['profile'] ?? 'none') === 'none';

/** A controlled count adds up parts of at least eight people, each rounded to the nearest 5; parts of England may be smaller. */
const leeway = (exact: number, { address, query }: AskedCall): number => {
  // Under control the one open-ended measure is counted over all time, whatever the months asked.
  const isEver = query['measure'] === 'uptake.ever' || address.endsWith('/uptake.ever');
  if (isEver && (query['from'] ?? query['to'] ?? TIMES.find((name) => query[name])) !== undefined)
    return Infinity;
  return 2 * Math.max(Math.floor(exact / 8), query['of'] === undefined ? 0 : 12);
};
const TIMES = ['month', 'quarter', 'year'];

/** Counts that are more than the caller's own rows make, or less. */
function figuresFromOutside(caller: Caller, call: AskedCall, shown: Figures, theirs: Figures): string[] {
  const isTooMuch = (value: number, key: string): boolean => {
    const own = theirs.get(key);
    // A chart of too few by month is by quarter.
    if (own === undefined) return value !== 0 && !call.path.endsWith('/spc');
    const spare = isExact(caller, call) ? 0 : leeway(own, call);
    return value > own + spare || (!mayBeLess(caller, call) && value < own - spare);
  };
  const wrong = [...shown].filter(([key, value]) => isTooMuch(value, key));
  return wrong.map(([key, value]) => `${key}: ${value} of ${theirs.get(key) ?? 0}`);
}

/** Under control, parts that may not be told may be missing from a sum; persons are fewer than their referrals. */
const mayBeLess = (caller: Caller, call: AskedCall): boolean =>
  !isExact(caller, call) || call.query['unit'] === 'person';

/**
 * An answer without what depends on how the question was put, and when. Flags may tell of the asker's feeds, and two groups named by a
 * filter are set against each other.
 */
function substance(body: Answer['body']): unknown {
  const left = ['filters', 'scope', 'asOf', 'position', 'flags', 'notes', 'names', 'split'];
  return JSON.parse(JSON.stringify(body), (name, value: unknown) =>
    left.includes(name) ? undefined : value,
  );
}

const isComparedWhole = (caller: Caller, call: AskedCall): boolean =>
  isExact(caller, call) &&
  call.format === 'json' &&
  call.query['unit'] !== 'person' &&
  // Others stand beside its own there, without names; and a controller is told of feeds that are silent.
  !/\/(funnel|feeds)$/.test(call.path);

/** What an answer shows that it may not, judged by the rows that the caller may see. */
async function faultsOf(
  caller: Caller,
  call: AskedCall,
  answer: Answer,
  tallies: Tallies,
): Promise<string[]> {
  const { profile } = call.query;
  const sight = sightOf(caller, call);
  const faults = [
    ...(sight === 'nothing' ? ['is answered'] : []),
    ...(isFreer((profile ?? freestOf(caller, call)) as Profile, freestOf(caller, call)) ? ['is freer'] : []),
    ...(namesAnother(caller, call) ? ['names another'] : []),
    ...codesFromOutside(caller, call, answer),
  ];
  // To those who see everything nothing is from outside.
  if (sight === 'all') return faults;
  const theirs = sameOfTheirs(caller, call, country);
  const exact = theirs && (await ask(CONTROLLER, theirs, tallies.looks));
  // Registered patients are of no provider: a controller cannot ask for what is.
  if (exact?.status === 400) return faults;
  const shown = figuresOf(call, answer);
  tallies.compared.add(caller.role, shown.size);
  const own = theirs && exact ? figuresOf(theirs, exact) : new Map<string, number>();
  const isOther =
    exact &&
    isComparedWhole(caller, call) &&
    !isDeepStrictEqual(substance(answer.body), substance(exact.body));
  return [
    ...faults,
    ...figuresFromOutside(caller, call, shown, own),
    ...(isOther ? ['is not of its own'] : []),
  ];
}

interface Tallies {
  /** What the audit topic is to hold. */
  looks: Tally;
  answers: Tally;
  /** Counts set beside those of the asker's own rows. */
  compared: Tally;
}

test(`of ${RUNS} random calls none shows anything from outside the asker’s scope, and each is audited (seed ${SEED})`, async () => {
  const random = randomOf(SEED + 1);
  const calls = new RandomCalls(random, country);
  const tallies: Tallies = { looks: new Tally(), answers: new Tally(), compared: new Tally() };
  const wrong: unknown[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const [call, caller] = [calls.next(), random.one(CALLERS)];
    const answer = await ask(caller, call, tallies.looks);
    tallies.answers.add(`${caller.role} ${answer.status}`);
    const isExpected = [200, 400, 403].includes(answer.status);
    const faults = answer.status === 200 ? await faultsOf(caller, call, answer, tallies) : [];
    if (faults.length > 0 || !isExpected)
      wrong.push({
        run,
        caller: caller.name,
        format: call.format,
        url: urlOf(call),
        status: answer.status,
        faults,
      });
  }
  const { looks, answers, compared } = tallies;
  console.info(`seed ${SEED}: ${JSON.stringify({ answers: answers.all, compared: compared.all })}`);
  expect(wrong).toEqual([]);
  expect(Object.keys(compared.all)).toEqual(expect.arrayContaining(['icb_analyst', 'provider']));
  expect(await auditedLooks()).toEqual(looks.all);
});

async function auditedLooks(): Promise<Record<string, number>> {
  const tally = new Tally();
  for (const { who, format, outcome } of (await portal.audit()) as {
    who: string;
    format: string;
    outcome: { is: string };
  }[])
    tally.add(`${who} ${format} ${outcome.is}`);
  return tally.all;
}

test('/api/v1/areas tells a provider’s person of no other provider, and nobody of any other organisation', async () => {
  const organisations = country.journeys.flatMap((journey) => journey.organisations);
  for (const { name, role, scope } of CALLERS) {
    const { body } = await portal.get('/api/v1/areas', name);
    const { providers, ...rest } = body as { providers: { code: string; name: string }[] };
    if (role === 'provider') expect(providers.map(({ code }) => code).sort()).toEqual([...scope].sort());
    const known = new Set(providers.flatMap(({ code, name: words }) => [code, words]));
    const text = JSON.stringify(rest);
    expect(organisations.filter((code) => !known.has(code) && text.includes(code))).toEqual([]);
  }
});

test.each(['/api/v1/measures', '/api/v1/status'])('%s names nobody’s organisations', async (path) => {
  const organisations = country.journeys.flatMap((journey) => journey.organisations);
  for (const { name } of CALLERS) {
    const answer = await portal.get(path, name);
    expect(answer.status).toBe(200);
    expect(organisations.filter((code) => answer.text.includes(code))).toEqual([]);
  }
});

test('snapshots are for those who see everything', async () => {
  const body = { title: 'All', questions: ['/api/v1/measures/referrals?by=practice'] };
  for (const { name, role } of CALLERS.filter((each) => !['researcher', 'controller'].includes(each.role))) {
    const made = await portal.post('/api/v1/snapshots', name, body);
    expect([role, made.status, made.body.code]).toEqual([role, 403, 'wrong_role']);
  }
});
