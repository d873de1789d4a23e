import * as codes from './codes.js';

/** As the contract prints them. A code that vanishes or is renamed breaks every sender and every stored event. */
const CONTRACT: Partial<Record<keyof typeof codes, string>> = {
  ROLES: 'link_worker health_coach care_coordinator other',
  CONTACT_MODES: 'in_person telephone video message home_visit',
  CONTACT_OUTCOMES: 'reached no_answer left_message',
  SETTINGS: 'indoor outdoor online home',
  CONTACT_ACTIONS:
    'personalised_plan motivation practical_help accompanied_visit reminder follow_up_after_absence review other',
  SEXES: 'female male other not_stated not_known',
  ETHNIC_CATEGORIES: 'A B C D E F G H J K L M N P R S Z 99',
  ETHNIC_GROUPS: 'asian black mixed white other not_stated not_known',
  AGE_BANDS: '0-17 18-24 25-34 35-44 45-54 55-64 65-74 75-84 85+',
  ROUTES:
    'gp nurse other_primary_care secondary_care mental_health_service social_care voluntary_sector self other',
  REFERRAL_REASONS:
    'physical_inactivity long_term_condition musculoskeletal cardiovascular metabolic respiratory mental_health loneliness weight falls_risk cancer practical_support other',
  ACTIVITIES:
    'gym group_exercise walking swimming cycling dance yoga_pilates gardening_green sport arts singing social_group advice other',
  BARRIERS:
    'health_worsened improved work_or_caring transport cost timing accessibility anxiety_or_confidence fear_of_injury stigma activity_not_suitable not_interested language no_reply waiting_too_long other not_recorded',
  REFERRAL_KINDS: 'initial onward',
  DECLINED_BY: 'person service',
  CANCELLED_BY: 'person provider',
  ATTENDANCE_OUTCOMES:
    'attended attended_late arrived_too_late did_not_attend cancelled_by_person cancelled_by_provider',
  MEASURE_STAGES: 'baseline review exit follow_up',
  CLOSE_OUTCOMES: 'completed withdrawn lost_contact unsuitable expired moved died transferred',
  INSTRUMENTS: 'ons4 swemwbs wemwbs pam13 eq5d5l ipaq_sf mycaw ucla3 active_minutes',
};

test.each(Object.entries(CONTRACT))('%s is the contract’s list', (name, list) => {
  const found = Object.keys(codes[name as keyof typeof codes]);
  expect(found.toSorted()).toEqual(list.split(' ').toSorted());
});

test('every list is in the contract, and every code has a label', () => {
  expect(Object.keys(codes).toSorted()).toEqual(Object.keys(CONTRACT).toSorted());
  for (const list of Object.values(codes)) {
    for (const label of Object.values(list)) expect(label).toMatch(/^[A-Z0-9]/);
  }
});
