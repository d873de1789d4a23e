import { findMeasure, type Breakdown } from '@waymark/measures';
import { world, type ReferralHistory } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { countMeasure } from '../questions/count-measure.js';
import type { CountedAnswer, MeasureQuestion, Scope } from '../questions/question.js';
import { loadEdition } from '../reference.js';
import { COURSES_EDITION } from './courses.js';
import { batchOf, emptyGeneration, openTestWarehouse } from './test-warehouse.js';

/** What of a question matters to an example; the rest is usual. `asOf` default: when everything is long over. */
export type Asked = Partial<Omit<MeasureQuestion, 'measure' | 'asOf'>> & { asOf?: string; scope?: Scope };

/** A warehouse for examples: histories told by hand, questions asked of them. Areas are those of `COURSES_EDITION`. */
export interface AskedWarehouse {
  /** Forgets every history. */
  empty(): Promise<void>;
  referral(subject: string, provider?: string): ReferralHistory;
  /** Brings what was told into the tables. */
  told(): Promise<void>;
  ask(id: string, asked?: Asked): Promise<CountedAnswer>;
  /** Rows as `key: numerator/denominator`. */
  rows(id: string, by: Breakdown[], asked?: Asked): Promise<string[]>;
  close(): Promise<void>;
}

export async function openAskedWarehouse(): Promise<AskedWarehouse> {
  const warehouse = await openTestWarehouse();
  const projection = await Projection.open(warehouse);
  await loadEdition(warehouse, COURSES_EDITION);
  let history = world();

  const ask: AskedWarehouse['ask'] = (id, { asOf = '2027-01-01T00:00:00Z', scope, ...more } = {}) => {
    const measure = findMeasure(id);
    if (!measure) throw new Error(`no measure ${id}`);
    const usual = { by: [], filters: {}, boundaries: 'current', areas: 'registered' } as const;
    const question: MeasureQuestion = {
      ...{ ...usual, edition: COURSES_EDITION.id, ...more },
      ...{ measure, asOf: Date.parse(asOf) },
    };
    return countMeasure(warehouse, projection, question, scope ?? { kind: 'everything' });
  };

  return {
    ask,
    empty: async () => {
      history = world();
      await emptyGeneration(warehouse, projection.database);
    },
    referral: (subject, provider = 'lw') => history.provider(provider).referral(subject),
    told: () => projection.project(batchOf(history.events())),
    rows: async (id, by, asked) => {
      const { rows } = await ask(id, { ...asked, by });
      return rows.map(
        ({ key, numerator, denominator }) => `${key.join(' ')}: ${numerator}/${denominator ?? '-'}`,
      );
    },
    close: async () => {
      await projection.close();
      await warehouse.close();
    },
  };
}
