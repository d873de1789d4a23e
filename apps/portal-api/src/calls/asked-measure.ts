import { isByTime, MEASURES, type Breakdown, type MeasureDefinition } from '@waymark/measures';
import { Problem } from '@waymark/service';
import { invalidParameter, oneOf, parseAsked, type Asked, type Reading, type Values } from '../asked.js';
import { pinVersion, refuseUncountedPersons } from './measure-call.js';

/** A question that names its measure in a parameter. */
export interface MeasureAsked {
  measure: MeasureDefinition;
  asked: Asked;
  values: Values;
}

/**
 * Reads the question of a call that rests on the counts of a measure.
 * @throws {Problem} 400, also without a measure, or with one that is not counted.
 */
export function parseMeasureAsked(
  query: Readonly<Record<string, unknown>>,
  { own = [], ...reading }: Omit<Reading, 'byTime'>,
): MeasureAsked {
  const measure = MEASURES.find(({ id }) => id === query['measure']);
  const { asked, values } = parseAsked(query, {
    ...reading,
    own: ['measure', 'versions', ...own],
    byTime: measure === undefined || isByTime(measure.counting),
  });
  if (!measure) throw unknownMeasure(values);
  pinVersion(measure, values.get('versions'));
  refuseUncountedPersons(measure, asked);
  return { measure, asked, values };
}

/** @throws {Problem} 400 unknown_code of an id that there is not. */
function unknownMeasure(values: Values): Problem {
  const ids = MEASURES.map(({ id }) => id);
  oneOf('measure', ids, values);
  return invalidParameter('measure', 'the id of a measure; /api/v1/measures lists them', 'missing_parameter');
}

/** @throws {Problem} 400 not_a_proportion: a count has no denominator to compare by. */
export function refuseCounts({ unit }: MeasureDefinition): void {
  if (unit === 'proportion') return;
  const detail = 'This call compares shares; the measure is a count, without a denominator.';
  throw new Problem(400, 'not_a_proportion', detail, { parameter: 'measure' });
}

/**
 * The one breakdown of a call that draws by few.
 * @throws {Problem} 400 breakdown_not_here.
 */
export function onlyBy<T extends Breakdown>({ by }: Asked, allowed: readonly T[]): T | undefined {
  const [asked] = by;
  if (asked === undefined) return undefined;
  const found = allowed.find((each) => each === asked);
  if (found !== undefined) return found;
  const detail = 'This call is not broken down by that; `allowed` lists what it is.';
  throw new Problem(400, 'breakdown_not_here', detail, { parameter: 'by', allowed });
}
