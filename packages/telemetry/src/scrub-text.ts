import { PATH_WORDS } from './path-words.js';

/** Longer texts are cut: what a person needs to know of a fault stands at its beginning. */
export const TEXT_CHARACTERS_MAX = 1_000;
/** Read at most, so that a hostile text costs little. */
const READ_CHARACTERS_MAX = 4_000;
/** What might identify somebody and was cut in two at the end of what is read lies within so many characters of it. */
const CUT_CHARACTERS = 300;
const PASSES_MAX = 6;

/** From a question mark, or from the hash of an address, to the end of the line: a query may hold spaces, quotes, anything. */
const QUERY = /(?:\?|%(?:25)*3f|(?<=[^\s#])(?:#|%(?:25)*23))[^\n]*/gi;
const ADDRESS = /(?:\b[a-z][a-z0-9+.-]{1,20}:\/\/|(?<![\w.:)\]])\/)[^\s"'`<>(),;{}|\\^]*/gi;
const INLINE_ADDRESS = /\b(?:data|blob|javascript|mailto|tel):\S+/gi;
const INLINE = /^\s*(?:data|blob|javascript|mailto|tel):/i;
const PERCENT = /(?:%[0-9a-f]{2})+/gi;

/** Written as a name and a value, whatever the value looks like. */
const NAMED =
  /\b([\w-]{0,30}(?:token|secret|password|passw?d|authori[sz]ation|bearer|cookie|session|credential|api_?-?key|nhs_?-?(?:number|no)?|post_?-?code|e-?mail|surname|forename|birth|dob)[\w-]{0,30})(["'\]]*\s*[:=]\s*|\s+(?=[\w-]*\d))(?!\[)(?:(?:bearer|basic)\s+)?("[^"]*"?|'[^']*'?|[^\s,;)}\]]+)/gi;
const JWT = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g;
const WAYMARK_SECRET = /\bwm[a-z]_[\w-]+/gi;
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const EMAIL = /(?<![^\s"'`<>()[\]{},;:=|\\/@])[^\s"'`<>()[\]{},;:=|\\/@]+@[^\s"'`<>()[\]{},;=|\\/@]+/g;
/** Letters and digits together, as no word is. */
const RANDOM = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}(?![\w-])/gi;
/** NHS numbers, telephone numbers, dates of birth: eight digits or more, whatever stands between them. */
const NUMBER = /\d(?:[\s._:/+,()–—-]{0,3}\d){7,}/g;
const POSTCODE = /(?<![a-z0-9])[a-z]{1,2}[\s._+-]?\d[a-z\d]?[\s._+-]{0,3}\d[a-z]{2}(?![a-z0-9])/gi;

/**
 * A text without what may identify a person or open a door: query strings, addresses' hosts and ids, secrets, e-mail addresses, numbers
 * of eight digits or more (NHS numbers, telephones, dates of birth), postcodes. Masks more than it must: telemetry may lose.
 * Scrubbing twice changes nothing.
 */
export function scrubText(text: string): string {
  const read = scrubOnce(text.slice(0, READ_CHARACTERS_MAX));
  let before = cut(text.length <= READ_CHARACTERS_MAX ? read : read.slice(0, -CUT_CHARACTERS));
  // What was taken out may have stood between the halves of something.
  for (let times = 0; times < PASSES_MAX; times += 1) {
    const after = cut(scrubOnce(before));
    if (after === before) return after;
    before = after;
  }
  return '[text]';
}

function scrubOnce(text: string): string {
  return masked(decoded(paths(plain(text).replace(QUERY, ''))).replace(QUERY, ''));
}

function cut(text: string): string {
  return text.slice(0, TEXT_CHARACTERS_MAX).trim();
}

/** An address as the names of its path: no host, no query, no ids. */
export function scrubAddress(address: string): string {
  const cut = plain(address.slice(0, READ_CHARACTERS_MAX)).replace(/[?#].*$/s, '');
  if (INLINE.test(cut)) return '[address]';
  const path = cut.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  return scrubText(pathOf(path.replace(/^(?!\/)/, '/')));
}

/** One form for each character: full-width digits are digits, and nothing invisible or broken stands between them. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\p{Cf}\p{Cc}\p{Cs}](?<![\n\t])/gu, '');
}

function paths(text: string): string {
  return text
    .replace(INLINE_ADDRESS, '[address]')
    .replace(ADDRESS, (address) => pathOf(address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')));
}

/** Names of parameters in a route, what was masked before, lines and columns. */
const TEMPLATE = /^(?:\$[a-z_]{1,30}|:id|:\d{1,6}|)$/i;
const BUILT_FILE = /^(?:[\w-]{1,60}\.)+(?:js|css|svg)(?::\d{1,7}){0,2}$/;

/** Known words stay, and files of a build with the line and column behind them; any other part is an id, or a name. */
function pathOf(path: string): string {
  const parts = path.split('/');
  return parts
    .map((part, index) => {
      if (PATH_WORDS.has(part) || TEMPLATE.test(part)) return part;
      return parts[index - 1] === 'assets' && BUILT_FILE.test(part) ? part : ':id';
    })
    .join('/');
}

/** Percent-encoded text as text, also where it was encoded twice. */
function decoded(text: string): string {
  let before = text;
  for (let times = 0; times < 4; times += 1) {
    const after = before.replace(PERCENT, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return '';
      }
    });
    if (after === before) return after;
    before = plain(after);
  }
  return before.replace(PERCENT, '');
}

function masked(text: string): string {
  return text
    .replace(JWT, '[token]')
    .replace(WAYMARK_SECRET, '[token]')
    .replace(NAMED, '$1$2[value]')
    .replace(EMAIL, '[email]')
    .replace(UUID, '[id]')
    .replace(NUMBER, '[number]')
    .replace(POSTCODE, '[postcode]')
    .replace(RANDOM, '[token]');
}
