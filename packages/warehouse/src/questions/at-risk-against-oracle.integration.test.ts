import fc from 'fast-check';
import { londonDate } from '@waymark/events';
import { closureAt, foldPathways, type KnownEvent, type Pathway } from '@waymark/pathways';
import { world } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { runs, seedOfRun } from '../testing/clashing-histories.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { AT_RISK_WHY, feedAtRisk, type FeedAtRisk } from './at-risk.js';

/** Journeys in the tables; WAYMARK_TEST_RUNS asks for more. */
const JOURNEYS = runs(600);
const SEED = seedOfRun();
const DAY_MS = 86_400_000;
jest.setTimeout(120_000 + JOURNEYS * 200);

const PROVIDERS = ['link-workers', 'trust'] as const;
const START = Date.UTC(2026, 2, 1, 10);
const which = fc.constantFrom(0, 1, 1, 1);

/** Somebody referred, and onward from there, who comes, misses, is not recorded, is closed and comes again. */
const journey = fc.record({
  sessions: fc.array(
    fc.record({
      after: fc.constantFrom(1, 7, 7, 7, 14, 20, 21, 22, 28),
      which,
      became: fc.constantFrom(
        'attended',
        'attended',
        'dna',
        'dna',
        'late',
        'early',
        'by_provider',
        'nobody_knows',
      ),
    }),
    { minLength: 1, maxLength: 8, size: 'max' },
  ),
  closing: fc.option(
    fc.record({
      after: fc.constantFrom(7, 14, 21, 40, 60),
      which,
      outcome: fc.constantFrom('completed', 'withdrawn', 'died', 'transferred'),
    }),
    { freq: 2, nil: undefined },
  ),
});

function told(journeys: readonly (typeof journey extends fc.Arbitrary<infer T> ? T : never)[]): KnownEvent[] {
  const history = world();
  const at = (days: number): string => new Date(START + days * DAY_MS).toISOString();
  journeys.forEach(({ sessions, closing }, nth) => {
    const initial = history.provider(PROVIDERS[0]).referral(`i${nth}`).received(at(0));
    const partOf = { provider: PROVIDERS[0], subject: `i${nth}` };
    const onward = history
      .provider(PROVIDERS[1])
      .referral(`o${nth}`)
      .received(at(1), { kind: 'onward', partOf });
    let day = 1;
    sessions.forEach(({ after, which: of, became }, booking) => {
      const [referral, id] = [of === 0 ? initial : onward, `b${booking}`];
      referral.booked(at(1), id, at((day += after)));
      if (became === 'attended') referral.attended(at(day), id);
      if (became === 'dna') referral.attendance(at(day), id, 'did_not_attend');
      if (became === 'late') referral.cancelled(at(day), id, 'person');
      if (became === 'early') referral.cancelled(at(day - 2), id, 'person');
      if (became === 'by_provider') referral.cancelled(at(day), id, 'provider');
    });
    if (closing) (closing.which === 0 ? initial : onward).closed(at(closing.after), closing.outcome);
  });
  return history.events();
}

let warehouse: Warehouse;
let projection: Projection;
let pathways: Pathway[];

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  const known = told(fc.sample(journey, { seed: SEED, numRuns: JOURNEYS }));
  await projection.project(batchOf(known));
  pathways = foldPathways(known).pathways;
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

/** The rule once more, session by session. */
function expected(provider: string, asOf: number): FeedAtRisk[] {
  return pathways
    .filter((pathway) => closureAt(pathway, londonDate(asOf), asOf) === undefined)
    .flatMap((pathway) =>
      pathway.referral_provider.flatMap((owner, ref) =>
        owner === provider ? judged(pathway, ref, asOf) : [],
      ),
    );
}

function judged(pathway: Pathway, ref: number, asOf: number): FeedAtRisk[] {
  const today = londonDate(asOf);
  const own = pathway.session_start.flatMap((start, nth) =>
    pathway.session_ref[nth] === ref
      ? [{ start, outcome: pathway.session_outcome[nth], booked: pathway.session_booked[nth] === 1, nth }]
      : [],
  );
  const begun = own.filter(({ start }) => start < asOf);
  const came = begun.filter(({ outcome }) => outcome === 'attended');
  const [first, last] = [came[0], came.at(-1)];
  if (!first || !last || isClosed(pathway, ref, today, londonDate(first.start), londonDate(last.start)))
    return [];
  if (today - londonDate(last.start) > 56) return [];
  let missed = 0;
  for (const { outcome, booked, nth } of begun.toReversed()) {
    if (outcome === 'attended') break;
    const late = outcome === 'cancelled_by_person' && pathway.session_late[nth] === 1;
    if (booked && (outcome === 'dna' || late)) missed += 1;
  }
  const heard = begun.findLast(({ outcome, booked }) => outcome === 'attended' || (booked && outcome === ''));
  const silent = today - londonDate(heard?.start ?? 0) >= 21;
  if (missed < 2 && !silent) return [];
  const next = own.find(({ start, outcome, booked }) => booked && outcome === '' && start >= asOf);
  return [
    {
      subject: pathway.referral_subject[ref] ?? '',
      why: [
        ...(missed >= 2 ? (['missed_two'] as const) : []),
        ...(silent ? (['no_session_for_three_weeks'] as const) : []),
      ],
      ...{ lastAttended: last.start, missed, nextBooked: next?.start ?? null },
    },
  ];
}

function isClosed(pathway: Pathway, ref: number, today: number, first: number, last: number): boolean {
  const nth = pathway.closing_at.findLastIndex(
    (at, index) => pathway.closing_ref[index] === ref && londonDate(at) <= today,
  );
  if (nth < 0) return false;
  const day = londonDate(pathway.closing_at[nth] ?? 0);
  return day >= last || (pathway.closing_outcome[nth] === 'completed' && day >= first);
}

test('who may be about to stop is the same by the statement and by the rule, journey by journey', async () => {
  const instants = [10, 22, 30, 37, 45, 60, 80].map((days) => START + days * DAY_MS);
  const met = new Set<string>();
  for (const asOf of instants) {
    for (const provider of PROVIDERS) {
      const { total, listed } = await feedAtRisk(warehouse, projection, { provider, asOf });
      const bySubject = (a: FeedAtRisk, b: FeedAtRisk): number => (a.subject < b.subject ? -1 : 1);
      const wanted = expected(provider, asOf);
      expect({ seed: SEED, asOf, provider, total, listed: listed.toSorted(bySubject) }).toEqual({
        ...{ seed: SEED, asOf, provider, total: wanted.length, listed: wanted.toSorted(bySubject) },
      });
      for (const { why } of listed) why.forEach((each) => met.add(each));
    }
  }
  expect([...met].sort()).toEqual([...AT_RISK_WHY]);
});
