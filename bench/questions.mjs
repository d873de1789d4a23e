// What people ask of the portal, for benchmarks: { role, path }, three roles and so three profiles of disclosure control. In an
// order that changes role and size from one to the next. Nothing here depends on what the log holds.

const ANALYST = [
  'measures/referrals?by=month',
  'measures/uptake.first_session?by=pcn',
  'measures/uptake.first_session?by=icb,quarter',
  'measures/contact.14d?by=practice',
  'measures/attendance?by=activity,month',
  'measures/dna?by=provider',
  'measures/retained.12w?by=age_band,sex',
  'measures/uptake.booked?by=imd_quintile',
  'measures/accepted?by=route',
  'measures/declined.person?by=reason',
  'measures/recording?by=provider,month',
  'measures/completed.of_starters?by=activity_provider',
  'measures/started.of_booked?by=sub_icb,quarter',
  'measures/referrals?by=ethnicity,age_band',
  'measures/unlinked?by=provider',
  'measures/dose.80?by=activity',
  'measures/uptake.ever?by=role',
];

const RESEARCHER = [
  'measures/uptake.first_session?by=icb',
  'measures/retained.12w?by=icb,quarter',
  'measures/retained.4w?by=activity',
  'measures/retained.26w?by=imd_decile',
  'measures/sustained.12w?by=role_mix',
  'measures/uptake.first_session?by=imd_quintile,age_band,sex',
  'measures/attendance?by=imd_decile,activity_based',
  'measures/referrals?by=year,region,route',
  'measures/completed.of_referred?by=ethnic_category',
  'measures/retained.of_referred.12w?by=reason',
  'measures/cancelled.provider?by=activity,quarter',
  'measures/dna?by=age_band&activity=walking,gym',
  'measures/contact.14d?by=role,quarter',
  'measures/re_engaged?by=activity',
  'measures/uptake.booked?by=icb&boundaries=current',
  'measures/attendance?by=region,month',
  'measures/sustained.26w?by=sex&route=gp',
];

const CONTROLLER = [
  'measures/referrals',
  'measures/attendance',
  'measures/referrals?by=practice',
  'measures/uptake.first_session?by=practice,month',
  'measures/uptake.first_session?by=month&icb=S0E4D',
  'measures/attendance?by=provider,activity,month',
  'measures/retained.52w?by=year',
  'measures/retained.8w?by=pcn,quarter',
  'measures/dna?by=sub_icb,month',
  'measures/recording?by=activity_provider',
  'measures/accepted?by=provider,month',
  'measures/declined.person?by=icb,reason',
  'measures/uptake.ever?by=route,reason',
  'measures/dose.80?by=activity_provider,quarter',
  'measures/started.of_booked?by=icb,activity',
  'measures/completed.of_starters?by=imd_quintile,sex',
];

const ofRole = (role, paths) => paths.map((path) => ({ role, path: `/api/v1/${path}` }));

const asked = [
  ofRole('icb_analyst', ANALYST),
  ofRole('researcher', RESEARCHER),
  ofRole('controller', CONTROLLER),
];

/** 50 questions, the roles in turn. */
export const QUESTIONS = ANALYST.flatMap((_, turn) => asked.map((questions) => questions[turn])).filter(
  (question) => question !== undefined,
);
