import { SESSION_STATES, type MeasureDefinition } from './definition.js';
import { PUBLISHED } from './published.js';

const RECORDED_ONLY = 'Sessions without a recorded outcome are left out and counted beside the answer.';

const attendance: MeasureDefinition = {
  id: 'attendance',
  version: 1,
  name: 'Attendance',
  sentence:
    'Of booked sessions that were attended, missed or cancelled late by the person, the share that were attended.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'Attended',
  denominator: 'Booked sessions attended, missed (did not attend) or cancelled late by the person',
  maturity: null,
  caveats: [
    RECORDED_ONLY,
    'A cancellation is late when made less than 24 hours before the start; sessions that the provider cancelled are left out.',
    'Published attendance runs from 12% to 49% because definitions differ (Shore et al. 2019).',
  ],
  published: PUBLISHED.attendance,
  counting: {
    over: 'sessions',
    numerator: ['attended'],
    denominator: ['attended', 'dna', 'cancelled_late'],
  },
};

const dna: MeasureDefinition = {
  id: 'dna',
  version: 1,
  name: 'Did not attend',
  sentence: 'Of booked sessions that were attended or missed, the share that were missed.',
  unit: 'proportion',
  improvement: 'decrease',
  numerator: 'Did not attend, or arrived too late to take part',
  denominator: 'Booked sessions attended or missed (did not attend)',
  maturity: null,
  caveats: [RECORDED_ONLY, 'Cancelled sessions, late ones too, are in neither number.'],
  published: PUBLISHED.dna,
  counting: { over: 'sessions', numerator: ['dna'], denominator: ['attended', 'dna'] },
};

const cancelledByProvider: MeasureDefinition = {
  id: 'cancelled.provider',
  version: 1,
  name: 'Cancelled by the provider',
  sentence: 'Of booked sessions, the share that the provider cancelled.',
  unit: 'proportion',
  improvement: 'decrease',
  numerator: 'Cancelled by the provider',
  denominator: 'Booked sessions',
  maturity: null,
  caveats: ['Cancellations of which only an attendance record tells are counted too.'],
  published: [],
  counting: { over: 'sessions', numerator: ['cancelled_by_provider'], denominator: 'every' },
};

const recording: MeasureDefinition = {
  id: 'recording',
  version: 1,
  name: 'Outcome recorded',
  sentence: 'Of booked sessions that have begun, the share for which somebody recorded what became of them.',
  unit: 'proportion',
  improvement: 'increase',
  numerator: 'With an outcome or a cancellation',
  denominator: 'Booked sessions',
  maturity: null,
  caveats: ['Records that come in late make recent weeks look worse than they will.'],
  published: PUBLISHED.recording,
  counting: {
    over: 'sessions',
    numerator: SESSION_STATES.filter((state) => state !== 'not_recorded'),
    denominator: 'every',
  },
};

export const OVER_SESSIONS: readonly MeasureDefinition[] = [attendance, dna, cancelledByProvider, recording];
