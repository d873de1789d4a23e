import { PROFILES } from '@waymark/disclosure';
import { BREAKDOWNS, EVERY_MEASURE, MEASURES, type Breakdown } from '@waymark/measures';
import { FORMATS, type Format } from '../format.js';
import { portalOpenApi } from '../openapi.js';
import type { LargeCountry } from './large-country.js';
import { PLACES, PROVIDERS } from './large-country.js';
import type { Random } from './random.js';

/** A parameter as the OpenAPI document has it. */
interface Described {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}
interface Schema {
  type?: string;
  enum?: string[];
  items?: Schema;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

/** A call that answers data, as the document describes it. */
export interface Operation {
  path: string;
  parameters: readonly Described[];
}

export const OPERATIONS: readonly Operation[] = Object.entries(portalOpenApi().paths)
  .filter(([, { get }]) => JSON.stringify(get ?? {}).includes(FORMATS.csv))
  .map(([path, { get }]) => ({ path, parameters: (get as { parameters: Described[] }).parameters }));

const MEASURES_ALONE = OPERATIONS.filter(({ path }) => path === '/api/v1/measures/{id}');

/** A call as it will be asked. */
export interface AskedCall {
  path: string;
  /** Of the operation's path, the measure put in. */
  address: string;
  query: Readonly<Record<string, string>>;
  format: Format;
}

export const urlOf = ({ address, query }: Pick<AskedCall, 'address' | 'query'>): string =>
  `${address}?${new URLSearchParams(query).toString()}`;

const BREAKING_DOWN = ['by', 'strata', 'cohort'];
const isFilter = (name: string): name is Breakdown => (BREAKDOWNS as readonly string[]).includes(name);

/** Instants long after which everything is told, and one amid it; of the last ones nothing is mature. */
const INSTANTS = ['2026-06-30', '2024-09-30', '2025-03-31'];

/** Makes random calls of the operations: every parameter there is, codes that occur in the country. */
export class RandomCalls {
  private readonly codes: Readonly<Partial<Record<Breakdown, readonly string[]>>>;

  constructor(
    private readonly random: Random,
    { journeys, edition }: LargeCountry,
  ) {
    const occurring = (code: (journey: (typeof journeys)[number]) => readonly string[]): string[] => [
      ...new Set(journeys.flatMap(code)),
    ];
    this.codes = {
      month: ['2024-02', '2024-09', '2025-01'],
      quarter: ['2024-Q1', '2024-Q4', '2025-Q2'],
      year: ['2024', '2025'],
      region: [...new Set(PLACES.map(({ region }) => region))],
      icb: [...new Set(PLACES.flatMap(({ was, now }) => [was, now]))],
      sub_icb: [...new Set(edition.practices.map(({ subIcb = '' }) => subIcb))],
      pcn: [...new Set(edition.practices.map(({ pcn = '' }) => pcn))],
      practice: occurring(({ practice }) => [practice]),
      provider: Object.keys(PROVIDERS),
      activity_provider: occurring(({ organisations }) =>
        organisations.filter((code) => /^venue/.test(code)),
      ),
    };
  }

  next(): AskedCall {
    const { random } = this;
    // One call answers most of the registry.
    const { path, parameters } = random.one(random.chance(0.3) ? MEASURES_ALONE : OPERATIONS);
    const measure = random.one(EVERY_MEASURE).id;
    const query = Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === 'query' && this.isGiven(parameter))
        .map((parameter) => [parameter.name, this.valueOf(parameter)]),
    );
    // Nothing but boards by quarter is shown of everybody, which chance alone would seldom ask.
    const wide = random.chance(0.1) ? { by: random.one(['icb', 'icb,quarter']) } : undefined;
    const kept = wide && path === '/api/v1/measures/{id}' ? wide : query;
    return { path, address: path.replace('{id}', measure), query: kept, format: this.format() };
  }

  private format(): Format {
    return this.random.one(['json', 'json', 'csv', 'xlsx'] as const);
  }

  private isGiven({ name, required = false }: Described): boolean {
    const { random } = this;
    if (required) return true;
    if (BREAKING_DOWN.includes(name)) return random.chance(0.7);
    if (name === 'from' || name === 'to') return random.chance(0.5);
    if (isFilter(name)) return random.chance(0.015);
    return random.chance(['of', 'panel', 'score'].includes(name) ? 0.04 : 0.12);
  }

  private valueOf({ name, schema }: Described): string {
    const { random } = this;
    if (name === 'measure') return random.one(MEASURES).id;
    if (name === 'by' && schema.items)
      return random.some(BREAKDOWNS, random.one([1, 1, 1, 2, 2, 3])).join(',');
    if (isFilter(name)) return random.some(this.codesOf(name, schema), random.one([1, 1, 2, 3])).join(',');
    if (schema.items?.enum)
      return random.some(schema.items.enum, 1 + random.whole(schema.maxItems ?? 1)).join(',');
    if (name === 'profile') return random.one(PROFILES);
    if (schema.enum) return random.one(schema.enum);
    return this.plainValueOf(name, schema);
  }

  private codesOf(filter: Breakdown, schema: Schema): readonly string[] {
    return this.codes[filter] ?? schema.items?.enum ?? [];
  }

  private plainValueOf(name: string, { minimum = 0, maximum = 1 }: Schema): string {
    const { random } = this;
    switch (name) {
      case 'from':
        return random.one(['2024-01', '2024-04', '2024-06']);
      case 'to':
        return random.one(['2024-12', '2025-03', '2025-05']);
      case 'asOf':
        return random.one(INSTANTS);
      case 'editions':
        return 'large';
      case 'versions':
        return '1';
      case 'rebase':
        return random.one(['2024-07', '2024-05,2025-01']);
      case 'score':
        return random.one(['total', 'happy']);
      default:
        return String(minimum + random.whole(maximum - minimum + 1));
    }
  }
}
