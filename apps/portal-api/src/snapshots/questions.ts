import { findAnyMeasure } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { pinnedAt } from '../downloads/provenance.js';
import { FORMATS } from '../format.js';
import { portalOpenApi } from '../openapi.js';
import type { Envelope } from '../schemas.js';
import type { FrozenFile } from './snapshot.schemas.js';

/** What an answer about data says of itself, and of its measure where it is of one. */
export type DataAnswer = Envelope & { measure?: string; version?: number };

/** A call about data: where it is, and what it can be asked. */
interface Described {
  pattern: RegExp;
  parameters: readonly string[];
}

/** Stands before addresses, which have none. */
const HOST = 'http://waymark.invalid';

const DATA_CALLS: readonly Described[] = Object.entries(portalOpenApi().paths).flatMap(([path, { get }]) => {
  const { parameters = [], responses = {} } = (get ?? {}) as {
    parameters?: { name: string }[];
    responses?: Record<string, { content?: object }>;
  };
  if (!(FORMATS.csv in (responses['200']?.content ?? {}))) return [];
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
  return [{ pattern, parameters: parameters.map(({ name }) => name) }];
});

/**
 * A question of a snapshot as of its instant.
 * @throws {Problem} 400 invalid_question: it is no call about data, or has an instant of its own.
 */
export function questionAsOf(question: string, asOf: string, nth: number): string {
  const url = parsed(question);
  if (!url || !describedAt(url) || url.searchParams.has('asOf')) {
    const detail = 'A question is the address of a call about data, from /api/v1/ on, without asOf.';
    throw new Problem(400, 'invalid_question', detail, { pointer: `/questions/${nth}` });
  }
  return withParameters(url, { asOf });
}

/** The question with all pinned that its answer was made from: whoever may ask it gets the same. */
export function pinned(question: string, answer: DataAnswer): string {
  const url = parsed(pinnedAt(question, answer)) as URL;
  const takes = describedAt(url)?.parameters ?? [];
  const { profile, version } = answer;
  return withParameters(url, {
    profile,
    ...(version !== undefined && takes.includes('versions') && { versions: String(version) }),
  });
}

/** What the manifest keeps of an answer beside its bytes. */
export function factsOf(answer: DataAnswer): Omit<FrozenFile, 'href' | 'question' | 'bytes' | 'sha256'> {
  const { profile, boundaries, editions, measure, version } = answer;
  return {
    ...{ profile, boundaries, editions: editions.map(({ id }) => id) },
    ...(measure !== undefined && { measure, ...definitionOf(measure) }),
    ...(version !== undefined && { version }),
  };
}

function definitionOf(id: string): Pick<FrozenFile, 'definition'> {
  const measure = findAnyMeasure(id);
  if (!measure) return {};
  const { name, sentence, numerator, denominator, maturity } = measure;
  return { definition: { name, sentence, numerator, denominator, maturity } };
}

function parsed(address: string): URL | undefined {
  if (!address.startsWith('/api/v1/') || !URL.canParse(address, HOST)) return undefined;
  const url = new URL(address, HOST);
  return url.hash === '' ? url : undefined;
}

const describedAt = ({ pathname }: URL): Described | undefined =>
  DATA_CALLS.find(({ pattern }) => pattern.test(pathname));

function withParameters(url: URL, parameters: Readonly<Record<string, string>>): string {
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return `${url.pathname}?${readable(url.searchParams)}`;
}

/** Commas and colons as people write them. */
const readable = (parameters: URLSearchParams): string =>
  parameters.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
