import { INSTRUMENTS } from '@waymark/events';
import { BREAKDOWNS, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { openApiSchema, type OpenApiFragment } from '@waymark/service';
import { commonParameters, dataOperation, query } from '../openapi-data-call.js';
import { disengagementAnswer } from './disengagement.schemas.js';
import { outcomesAnswer } from './outcomes.schemas.js';
import { retentionAnswer } from './retention.schemas.js';
import { supportAnswer } from './support.schemas.js';
import { survivalAnswer } from './survival.schemas.js';

/** The calls about what was done for people, how those who started stay, and how they leave, described. */
export function engagementOpenApi(): OpenApiFragment {
  return {
    paths: {
      '/api/v1/disengagement': { get: disengagementOperation() },
      '/api/v1/outcomes': { get: outcomesOperation() },
      '/api/v1/retention': { get: retentionOperation() },
      '/api/v1/support': { get: supportOperation() },
      '/api/v1/survival': { get: survivalOperation() },
    },
    components: {
      schemas: {
        DisengagementAnswer: openApiSchema(disengagementAnswer),
        OutcomesAnswer: openApiSchema(outcomesAnswer),
        RetentionAnswer: openApiSchema(retentionAnswer),
        SupportAnswer: openApiSchema(supportAnswer),
        SurvivalAnswer: openApiSchema(survivalAnswer),
      },
    },
  };
}

function survivalOperation(): Record<string, unknown> {
  return dataOperation({
    summary:
      'How long people stay engaged: Kaplan-Meier, at-risk table, median, restricted mean, cumulative incidence by ending, log-rank',
    parameters: [
      query('strata', 'A curve for each code of this breakdown', { enum: [...BREAKDOWNS] }),
      ...parametersBut('by'),
    ],
    schema: 'SurvivalAnswer',
  });
}

const TIME: readonly Breakdown[] = TIME_BREAKDOWNS;
const BUT_TIME = BREAKDOWNS.filter((breakdown) => !TIME.includes(breakdown));

function retentionOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'Starters by when they started, and how many of them attended week by week since',
    parameters: [
      query('cohort', 'By what starters are gathered', { enum: [...TIME_BREAKDOWNS], default: 'month' }),
      query('by', 'Cohorts for each code of this breakdown', { enum: BUT_TIME }),
      ...parametersBut('by', 'gap'),
    ],
    schema: 'RetentionAnswer',
  });
}

function disengagementOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'Why people stop: reasons of journeys that have ended, and barriers of people still engaged',
    parameters: [query('by', 'A breakdown', { enum: [...BREAKDOWNS] }), ...parametersBut('by')],
    schema: 'DisengagementAnswer',
  });
}

/** For as long as people are followed, so not by time. */
function supportOperation(): Record<string, unknown> {
  return dataOperation({
    summary: 'What supporters did for those whom they reached: actions, more than one role, several contacts',
    parameters: [query('by', 'A breakdown', { enum: BUT_TIME }), ...parametersBut('by', 'gap', ...TIME)],
    schema: 'SupportAnswer',
  });
}

function outcomesOperation(): Record<string, unknown> {
  const instruments = Object.keys(INSTRUMENTS);
  return dataOperation({
    summary: 'Paired change of scores, with how many were asked again and where those began who were not',
    parameters: [
      { ...query('instrument', 'The instrument', { enum: instruments }), required: true },
      query('score', 'One of its scores; absent: all', { type: 'string' }),
      query('by', 'A breakdown', { enum: [...BREAKDOWNS] }),
      ...parametersBut('by', 'gap'),
    ],
    schema: 'OutcomesAnswer',
  });
}

/** The common parameters without those that a call names itself, or has no use for. */
function parametersBut(...left: readonly string[]): object[] {
  return commonParameters().filter((parameter) => !left.includes((parameter as { name: string }).name));
}
