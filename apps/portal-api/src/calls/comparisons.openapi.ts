import { BREAKDOWNS, MEASURES, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { openApiSchema, type OpenApiFragment } from '@waymark/service';
import { commonParameters, dataOperation, query } from '../openapi-data-call.js';
import { ADJUST_DEFAULT, ADJUSTING, COMPARED } from './compare-call.js';
import { compareAnswer } from './compare.schemas.js';
import { feedsAnswer } from './feeds.schemas.js';
import { FUNNEL_UNITS } from './funnel-call.js';
import { funnelAnswer } from './funnel.schemas.js';
import { DEPRIVATION } from './inequality-call.js';
import { inequalityAnswer } from './inequality.schemas.js';
import { pathwayAnswer } from './pathway.schemas.js';
import { spcAnswer } from './spc.schemas.js';

/** The calls that rest on the counts of a measure, described. */
export function comparisonsOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/spc': { get: spcOperation() },
      '/api/v1/funnel': { get: funnelOperation() },
      '/api/v1/inequality': { get: inequalityOperation() },
      '/api/v1/compare': { get: compareOperation() },
      '/api/v1/feeds': { get: feedsOperation() },
      '/api/v1/pathway': { get: pathwayOperation() },
    },
    components: {
      schemas: {
        SpcAnswer: openApiSchema(spcAnswer),
        FunnelAnswer: openApiSchema(funnelAnswer),
        InequalityAnswer: openApiSchema(inequalityAnswer),
        CompareAnswer: openApiSchema(compareAnswer),
        FeedsAnswer: openApiSchema(feedsAnswer),
        PathwayAnswer: openApiSchema(pathwayAnswer),
      },
    },
  };
}

const TIME: readonly Breakdown[] = TIME_BREAKDOWNS;
const BUT_TIME = BREAKDOWNS.filter((breakdown) => !TIME.includes(breakdown));

function spcOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'A measure over time as control charts (XmR, Making Data Count), by month, else by quarter',
    parameters: [
      ...measureParameters(),
      ...parametersOf('A chart for each code of this breakdown', BUT_TIME, TIME),
      query('target', 'In the unit of the measure; proportions from 0 to 1', { type: 'number', minimum: 0 }),
      query('improvement', 'Which way is better; absent: as the registry says', {
        enum: ['increase', 'decrease', 'neutral'],
      }),
      query('rebase', 'Months from which limits are worked out anew, separated by commas', {
        type: 'string',
      }),
      query('screening', 'Leave moving ranges over 3.267 times their average out of the limits', {
        enum: ['true', 'false'],
        default: 'false',
      }),
    ],
    schema: 'SpcAnswer',
  });
}

function funnelOperation(): Record<string, unknown> {
  return dataOperation({
    summary:
      'A measure of many units against their size, with funnel limits. A provider sees its own points exactly among those of all others, which have no names and are controlled as for analysts: over whole quarters, with no filter but provider',
    parameters: [
      ...measureParameters(),
      ...parametersOf('What the points are; absent: provider', FUNNEL_UNITS),
    ],
    schema: 'FunnelAnswer',
  });
}

function inequalityOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'A measure by deprivation, with the slope and relative index of inequality',
    parameters: [...measureParameters(), ...parametersOf('The scale; absent: imd_decile', DEPRIVATION)],
    schema: 'InequalityAnswer',
  });
}

function compareOperation(): Record<string, unknown> {
  return dataOperation({
    summary:
      'Areas or providers, crude and as expected of their people; the difference of two that a filter names, parted into mix and rates',
    parameters: [
      ...measureParameters(),
      ...parametersOf('What is compared; absent: icb', COMPARED),
      {
        ...query('adjust', 'What people are made alike by, at most three', {
          ...{ type: 'array', items: { enum: [...ADJUSTING] }, maxItems: 3, default: [...ADJUST_DEFAULT] },
        }),
        ...{ style: 'form', explode: false },
      },
    ],
    schema: 'CompareAnswer',
  });
}

function feedsOperation(): Record<string, unknown> {
  return dataOperation({
    summary:
      'Health of the feeds that the asker may see: since when and up to when, how much, how much recorded',
    parameters: parametersOf(undefined, [], ['unit', 'gap', 'panel', ...TIME]),
    schema: 'FeedsAnswer',
  });
}

function pathwayOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'How far referrals come, from the offer to completion: of those mature for every stage',
    parameters: parametersOf('One breakdown', BREAKDOWNS),
    schema: 'PathwayAnswer',
  });
}

function measureParameters(): object[] {
  const ids = MEASURES.map(({ id }) => id);
  return [
    { ...query('measure', 'The measure', { enum: ids }), required: true },
    query('versions', 'A version of the measure; absent: the newest', { type: 'string' }),
  ];
}

/** The common parameters, with the one breakdown that the call takes, without those it has no use for. */
function parametersOf(
  by: string | undefined,
  allowed: readonly Breakdown[],
  without: readonly string[] = [],
): object[] {
  const left = ['by', 'of', ...without];
  const others = commonParameters().filter(
    (parameter) => !left.includes((parameter as { name: string }).name),
  );
  return [...(by === undefined ? [] : [query('by', by, { enum: [...allowed] })]), ...others];
}
