/** What people write in registers, in small letters, by the code that it means. */
type Words = Readonly<Record<string, readonly string[]>>;

export const OUTCOMES: Words = {
  attended: [
    'y',
    'yes',
    'yes.',
    '1',
    'true',
    'x',
    'p',
    '✓',
    '✔',
    '/',
    'present',
    'attended',
    'came',
    'here',
    'a',
  ],
  attended_late: ['l', 'late', 'attended late', 'came late'],
  did_not_attend: [
    'n',
    'no',
    '0',
    'false',
    'dna',
    'did not attend',
    'absent',
    'no show',
    'no-show',
    'missed',
    'ab',
  ],
  cancelled_by_person: [
    'c',
    'cancelled',
    'canceled',
    'cancelled by client',
    'client cancelled',
    'apologies',
    'apol',
  ],
  cancelled_by_provider: [
    'cancelled by us',
    'cancelled by provider',
    'class cancelled',
    'session cancelled',
    'no class',
  ],
};

export const SEXES: Words = {
  female: ['f', 'female', 'woman', 'w'],
  male: ['m', 'male', 'man'],
  other: ['other', 'non-binary', 'nonbinary', 'o'],
  not_stated: ['prefer not to say', 'not stated', 'pnts'],
  not_known: ['u', 'unknown', 'not known'],
};

export const ACTIVITIES: Words = {
  gym: ['gym', 'fitness', 'gym session', 'gym induction'],
  group_exercise: [
    'exercise class',
    'group exercise',
    'aerobics',
    'circuits',
    'aqua',
    'aqua aerobics',
    'pilates class',
    'chair exercise',
    'class',
  ],
  walking: ['walk', 'walking', 'health walk', 'nordic walking', 'walking group'],
  swimming: ['swim', 'swimming', 'pool'],
  cycling: ['cycle', 'cycling', 'bike', 'spin'],
  dance: ['dance', 'dancing', 'zumba'],
  yoga_pilates: ['yoga', 'pilates', 'tai chi', 'chair yoga'],
  gardening_green: ['garden', 'gardening', 'allotment', 'green gym', 'conservation'],
  sport: ['sport', 'football', 'walking football', 'badminton', 'tennis', 'bowls'],
  arts: ['art', 'arts', 'craft', 'crafts', 'painting', 'pottery'],
  singing: ['choir', 'singing'],
  social_group: ['coffee morning', 'social', 'social group', 'lunch club', 'befriending'],
  advice: ['advice', 'benefits advice', 'debt advice'],
};

/** The codes of the texts that are known, as a profile maps them, and the texts that are not. */
export function mappedBy(
  words: Words,
  texts: Iterable<string>,
): { map: Record<string, string>; unknown: string[] } {
  const codes = new Map(
    Object.entries(words).flatMap(([code, list]) => list.map((word) => [word, code] as const)),
  );
  const map: Record<string, string> = {};
  const unknown: string[] = [];
  for (const text of new Set(texts)) {
    const code = codes.get(text.trim().toLowerCase());
    if (text.trim() === '') continue;
    if (code === undefined) unknown.push(text);
    else map[text] = code;
  }
  return { map, unknown };
}

/** The share of filled cells that a list of words knows. */
export function knownShare(words: Words, texts: readonly string[]): number {
  const filled = texts.filter((text) => text.trim() !== '');
  if (filled.length === 0) return 0;
  const unknown = new Set(mappedBy(words, filled).unknown);
  return filled.filter((text) => !unknown.has(text)).length / filled.length;
}
