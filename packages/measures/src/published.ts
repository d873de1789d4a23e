import type { PublishedValue } from './definition.js';

/** Sources, cited in more than one place. */
const HANSON = 'Hanson et al. 2013, Northumberland';
const PAVEY = 'Pavey et al. 2012, meta-analysis';
const APPOINTMENTS = 'NHS England, Appointments in General Practice, October 2025';

/** Published figures to set beside ours; each says how its definition differs. */
export const PUBLISHED = {
  referrals: [
    {
      value: 1_300_000,
      n: 1_300_000,
      source: 'Bu et al. 2025 (CPRD), England, people referred in 2023',
      differs: 'People with a GP-coded referral in a year, estimated for England; all social prescribing.',
    },
  ],
  accepted: [
    {
      value: 0.8788,
      limits: [0.8471, 0.9047],
      n: 495,
      source: 'ELSA 2021-23, age 50 and over',
      differs: 'Acceptance as the person reported it in a survey, at any time after the referral.',
    },
  ],
  declinedByPerson: [
    {
      value: 0.12,
      n: null,
      source: 'Bu et al. 2025 (CPRD), England, 2023 (22% in 2019)',
      differs: 'Consultations in general practice coded as social prescribing declined; no limit of days.',
    },
  ],
  contact: [
    {
      value: 0.9,
      n: 160_128,
      source: 'Bu et al. 2024 (Elemental)',
      differs: 'Contact with a link worker at any time after the referral, not within 14 days.',
    },
  ],
  uptake: [
    {
      value: 0.66,
      limits: [0.57, 0.75],
      n: null,
      source: `${PAVEY}, observational studies`,
      differs: 'Attended a first consultation or session, with no limit of days.',
    },
    {
      value: 0.81,
      limits: [0.68, 0.94],
      n: null,
      source: `${PAVEY}, randomised trials`,
      differs: 'Trial participants; attended a first consultation or session, with no limit of days.',
    },
    {
      value: 0.811,
      limits: [0.7942, 0.8267],
      n: 2_233,
      source: HANSON,
      differs: 'Attended the first consultation, with no limit of days.',
    },
    {
      value: 0.6731,
      n: 83_598,
      source: 'National Exercise Referral Scheme, Wales, 2008-17',
      differs: 'Of eligible referrals only; no limit of days.',
    },
    {
      value: 0.57,
      n: 582_000,
      source: 'ReferAll 2020',
      differs: 'Started the programme, with no limit of days.',
    },
    {
      value: 0.38,
      n: 160_128,
      source: 'Bu et al. 2024 (Elemental)',
      differs: 'Referrals of every kind that reached any intervention, not activity alone.',
    },
  ],
  attendance: [
    {
      value: 0.476,
      n: 777,
      source: HANSON,
      differs: 'Sessions attended of 48 planned, by those who completed the programme only.',
    },
  ],
  dna: [
    {
      value: 0.08,
      n: 51_353,
      source: `${APPOINTMENTS}, service category Social Prescribing Service, 565 practices`,
      differs: 'Appointments with a link worker in general practice, not activity sessions.',
    },
  ],
  recording: [
    {
      value: 0.902,
      n: 56_937,
      source: `${APPOINTMENTS}, service category Social Prescribing Service, 565 practices`,
      differs: 'Appointments with a known status; cancellations are not in that source.',
    },
  ],
  retained12: [
    {
      value: 0.5345,
      limits: [0.5115, 0.5574],
      n: 1_811,
      source: HANSON,
      differs: 'Present at the 12-week consultation, of starters.',
    },
    {
      value: 0.497,
      n: null,
      source: 'Kelly et al. 2016, South Tyneside',
      differs: 'Not dropped out by week 12 (50.3% had).',
    },
  ],
  retained26: [
    {
      value: 0.429,
      limits: [0.4064, 0.452],
      n: 1_811,
      source: HANSON,
      differs: 'Completed the 24-week consultation, of starters.',
    },
  ],
  completedOfStarters: [
    {
      value: 0.429,
      limits: [0.4064, 0.452],
      n: 1_811,
      source: HANSON,
      differs: 'Attended the 24-week consultation of a 24-week programme, of starters; no days of grace.',
    },
  ],
  completedOfReferred: [
    {
      value: 0.348,
      limits: [0.3285, 0.368],
      n: 2_233,
      source: HANSON,
      differs: 'Attended the 24-week consultation, of everyone referred; no limit of days on starting.',
    },
  ],
  disengaged12: [
    {
      value: 0.503,
      n: null,
      source: 'Kelly et al. 2016, South Tyneside',
      differs:
        'Dropped out by the 12-week consultation; who had and had not completed by then is not told apart.',
    },
  ],
  retainedOfReferred12: [
    {
      value: 0.4335,
      limits: [0.4131, 0.4541],
      n: 2_233,
      source: HANSON,
      differs: 'Present at the 12-week consultation, of everyone referred; no limit of days on starting.',
    },
  ],
} satisfies Record<string, PublishedValue[]>;
