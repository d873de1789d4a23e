import { BOARDS_36, overlaps } from '@waymark/areas';
import { isFreer, type Level, type Profile } from '@waymark/disclosure';
import { AREA_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { Problem, type UserIdentity, type UserRole } from '@waymark/service';
import type { Scope } from '@waymark/warehouse';
import type { Asked } from './asked.js';

/** What a person gets to see of what was asked: whose rows, and how they are controlled. */
export interface Access {
  scope: Scope;
  profile: Profile;
  level: Level;
  /** Ids that are the caller's own, where the others have no names for them; absent: all may be named. */
  ownProviders?: readonly string[];
}

const EVERYTHING: Scope = { kind: 'everything' };

/** The freest profile of each role; of England as a benchmark, providers see what analysts see. */
const FREEST: Readonly<Record<Exclude<UserRole, 'admin'>, Profile>> = {
  provider: 'none',
  icb_analyst: 'hes',
  researcher: 'research',
  controller: 'none',
};

/**
 * Decides what a person may see of a question.
 * @throws {Problem} 403 outside_scope, freer_profile; 400 not_a_benchmark.
 */
export function accessOf(person: Pick<UserIdentity, 'role' | 'scope'>, asked: Asked): Access {
  const scope = asked.of === 'england' ? benchmarkScope(asked) : scopeOf(person, asked);
  const profile = profileOf(person.role, asked);
  const own = person.role === 'provider' ? { ownProviders: person.scope } : {};
  return { scope, profile, level: levelOf(scope, asked), ...own };
}

function profileOf(role: UserRole, { profile, of }: Asked): Profile {
  if (role === 'admin') throw outsideScope('Administrators see no data.');
  const freest = role === 'provider' && of === 'england' ? FREEST.icb_analyst : FREEST[role];
  if (profile !== undefined && isFreer(profile, freest)) {
    throw new Problem(403, 'freer_profile', `The freest profile for you here is ${freest}.`);
  }
  return profile ?? freest;
}

function scopeOf({ role, scope }: Pick<UserIdentity, 'role' | 'scope'>, asked: Asked): Scope {
  switch (role) {
    case 'admin':
      throw outsideScope('Administrators see no data.');
    case 'researcher':
    case 'controller':
      return EVERYTHING;
    case 'provider':
      return providersScope(scope, asked);
    case 'icb_analyst':
      return isBoardsByQuarter(asked) ? EVERYTHING : boardsScope(scope, asked);
  }
}

function providersScope(providers: readonly string[], { filters }: Asked): Scope {
  if (!(filters.provider ?? []).every((provider) => providers.includes(provider)))
    throw outsideScope('You see what your own service sent; of others, England with of=england.');
  return { kind: 'providers', providers: named(providers) };
}

/** An analyst's own boards. Nothing wider may be named: an answer about a part of it would pass for the whole. */
function boardsScope(boards: readonly string[], { filters }: Asked): Scope {
  const isOwn = (code: string): boolean => boards.some((own) => overlaps(code, own));
  const isWhollyOwn = (region: string): boolean => {
    const its = BOARDS_36.filter((board) => board.region === region);
    return its.length > 0 && its.every(({ code }) => boards.includes(code));
  };
  const within = filters.icb
    ? filters.icb.every(isOwn)
    : (filters.region ?? []).every((region) => isWhollyOwn(region));
  if (!within) {
    throw outsideScope(
      'In detail you see your own boards; all others with by=icb,quarter and no filter but icb, over whole quarters.',
    );
  }
  return { kind: 'boards', boards: named(boards) };
}

/** A person whose scope nobody filled in sees nothing, and is told so rather than shown an empty country. */
function named(scope: readonly string[]): readonly string[] {
  if (scope.length === 0) throw outsideScope('Nobody has said yet whose data you may see.');
  return scope;
}

/** What an analyst may ask of every board: by board and quarter, unfiltered, over whole quarters. */
function isBoardsByQuarter({ by, filters, ...range }: Asked): boolean {
  return (
    by.includes('icb') &&
    by.every((breakdown) => breakdown === 'icb' || breakdown === 'quarter') &&
    Object.keys(filters).every((name) => name === 'icb') &&
    isWholeQuarters(range)
  );
}

function benchmarkScope({ by, filters, ...range }: Asked): Scope {
  const whole = by.every((breakdown) => breakdown === 'quarter') && Object.keys(filters).length === 0;
  if (whole && isWholeQuarters(range)) return EVERYTHING;
  const detail = 'of=england is the whole of England: by=quarter or no breakdown, no filter, whole quarters.';
  throw new Problem(400, 'not_a_benchmark', detail, { parameter: 'of' });
}

export function isWholeQuarters({ from, to }: Pick<Asked, 'from' | 'to'>): boolean {
  const month = (text: string): number => Number(text.slice(5));
  return (from === undefined || month(from) % 3 === 1) && (to === undefined || month(to) % 3 === 0);
}

const BELOW_NATIONAL: readonly Breakdown[] = [...AREA_BREAKDOWNS, 'provider', 'activity_provider'];

function levelOf(scope: Scope, { by, filters }: Asked): Level {
  const divided = BELOW_NATIONAL.some((breakdown) => by.includes(breakdown) || filters[breakdown]);
  return scope.kind === 'everything' && !divided ? 'national' : 'sub_national';
}

function outsideScope(detail: string): Problem {
  return new Problem(403, 'outside_scope', detail);
}
