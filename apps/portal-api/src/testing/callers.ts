import type { Profile } from '@waymark/disclosure';
import { BREAKDOWNS } from '@waymark/measures';
import type { UserRole } from '@waymark/service';
import { PLACES, type LargeCountry, type PlacedBy, type Planned } from './large-country.js';
import type { AskedCall } from './random-calls.js';

/** Somebody who asks, by name, and whose rows are theirs. */
export interface Caller {
  name: string;
  role: UserRole;
  scope: readonly string[];
}

/** Every role, with nothing, one and several in scope. */
export const CALLERS: readonly Caller[] = [
  { name: 'analyst-of-one', role: 'icb_analyst', scope: ['QWO'] },
  { name: 'analyst-of-two', role: 'icb_analyst', scope: ['QF7', 'S0E4D'] },
  { name: 'analyst-of-none', role: 'icb_analyst', scope: [] },
  { name: 'sender', role: 'provider', scope: ['birch-lw'] },
  { name: 'trust', role: 'provider', scope: ['dahlia-trust'] },
  { name: 'both', role: 'provider', scope: ['aspen-lw', 'elder-trust'] },
  { name: 'provider-of-none', role: 'provider', scope: [] },
  { name: 'researcher', role: 'researcher', scope: [] },
  { name: 'controller', role: 'controller', scope: [] },
  { name: 'admin', role: 'admin', scope: [] },
];

/** The freest profile that a caller may ask for. */
export function freestOf({ role }: Caller, { query }: AskedCall): Profile {
  if (role === 'researcher') return 'research';
  return role === 'controller' || (role === 'provider' && query['of'] === undefined) ? 'none' : 'hes';
}

/** Whether a filter names a provider or board that is not the caller's: to be refused, not answered in part. */
export function namesAnother({ role, scope }: Caller, call: AskedCall): boolean {
  const named = (filter: string): string[] => call.query[filter]?.split(',') ?? [];
  if (role === 'provider') return named('provider').some((id) => !scope.includes(id));
  if (role !== 'icb_analyst' || isBoardsByQuarter(call)) return false;
  const own = PLACES.filter(({ now }) => scope.includes(now)).flatMap(({ was, now }): string[] => [was, now]);
  return named('icb').some((code) => !own.includes(code));
}

export const placedBy = ({ query }: AskedCall): PlacedBy =>
  query['areas'] === 'resident' ? 'resident' : 'registered';

/** Whether a journey is the caller's, wholly or by the sessions that they sent. */
export function isWithin({ role, scope }: Caller, journey: Planned, by: PlacedBy): boolean {
  if (role === 'provider') return journey.providers.some((id) => scope.includes(id));
  if (role === 'icb_analyst') return scope.includes(journey.board[by] ?? '');
  return role !== 'admin';
}

/** Breakdowns that a call looks at beside those that were asked; absent: it never keeps to boards and quarters. */
const BOARDS_BY_QUARTER: Readonly<Record<string, (query: AskedCall['query']) => (string | undefined)[]>> = {
  '/api/v1/measures/{id}': ({ by }) => [by],
  '/api/v1/pathway': ({ by }) => [by],
  '/api/v1/outcomes': ({ by }) => [by],
  '/api/v1/disengagement': ({ by }) => [by],
  '/api/v1/support': ({ by }) => [by],
  '/api/v1/survival': ({ strata }) => [strata],
  '/api/v1/funnel': ({ by = 'provider' }) => [by],
  '/api/v1/retention': ({ by, cohort = 'month' }) => [by, cohort],
};

/** Whether a call asks no more than analysts may see of every board. */
export function isBoardsByQuarter({ path, query }: AskedCall): boolean {
  const by = BOARDS_BY_QUARTER[path]?.(query).flatMap((names) => names?.split(',') ?? []) ?? [];
  const { from = '2024-01', to = '2024-12' } = query;
  return (
    by.includes('icb') &&
    by.every((name) => name === 'icb' || name === 'quarter') &&
    BREAKDOWNS.every((name) => name === 'icb' || query[name] === undefined) &&
    /-(01|04|07|10)$/.test(from) &&
    /-(03|06|09|12)$/.test(to)
  );
}

/** What a caller may see of a call: nothing, their own rows, or everything; of England without any code. */
export function sightOf(caller: Caller, call: AskedCall): 'nothing' | 'own' | 'boards' | 'england' | 'all' {
  const { role, scope } = caller;
  if (role === 'admin') return 'nothing';
  if (call.query['of'] !== undefined) return 'england';
  if (role === 'controller' || role === 'researcher') return 'all';
  if (role === 'icb_analyst' && isBoardsByQuarter(call)) return 'boards';
  return scope.length === 0 ? 'nothing' : 'own';
}

/** Codes that may not occur in an answer: of all journeys that are not the caller's, unless one of theirs has them, too. */
export function outsideCodes(caller: Caller, call: AskedCall, { journeys }: LargeCountry): string[] {
  const sight = sightOf(caller, call);
  const by = placedBy(call);
  if (sight === 'all') return [];
  const codes = ({ areas, organisations }: Planned): readonly string[] => [...organisations, ...areas[by]];
  const theirs = journeys.filter((journey) => sight === 'own' && isWithin(caller, journey, by));
  const inside = new Set([
    ...theirs.flatMap(codes),
    ...(sight === 'boards' ? journeys.flatMap(boardsOf) : []),
  ]);
  return [...new Set(journeys.flatMap(codes))].filter((code) => !inside.has(code));
}

const boardsOf = ({ areas }: Planned): readonly string[] =>
  [...areas.registered, ...areas.resident].filter((code) => BOARD_CODES.has(code));
const BOARD_CODES: ReadonlySet<string> = new Set(PLACES.flatMap(({ was, now }) => [was, now]));

/**
 * The same question as a controller asks it of the caller's rows alone, by a filter that the scope does not know of;
 * undefined: none of them is asked about.
 */
export function sameOfTheirs(
  caller: Caller,
  call: AskedCall,
  { journeys }: LargeCountry,
): AskedCall | undefined {
  const { profile: _, of: __, unit: ___, ...query } = call.query;
  const asked: AskedCall = { ...call, query, format: 'json' };
  if (sightOf(caller, call) !== 'own') return asked;
  const by = placedBy(call);
  const filter = caller.role === 'provider' ? 'provider' : 'practice';
  const its =
    filter === 'provider'
      ? caller.scope
      : [
          ...new Set(
            journeys.filter((journey) => isWithin(caller, journey, by)).map(({ practice }) => practice),
          ),
        ];
  const wanted = query[filter]?.split(',');
  const codes = wanted ? its.filter((code) => wanted.includes(code)) : its;
  return codes.length === 0 ? undefined : { ...asked, query: { ...query, [filter]: codes.join(',') } };
}
