/** Code lists of the event contract, each with the label people see. One list, one constant; types follow from them. */

export const ROLES = {
  link_worker: 'Link worker',
  health_coach: 'Health coach',
  care_coordinator: 'Care coordinator',
  other: 'Other role',
} as const;
export const CONTACT_MODES = {
  in_person: 'In person',
  telephone: 'Telephone',
  video: 'Video',
  message: 'Message',
  home_visit: 'Home visit',
} as const;
export const CONTACT_OUTCOMES = {
  reached: 'Reached',
  no_answer: 'No answer',
  left_message: 'Left a message',
} as const;
export const CONTACT_ACTIONS = {
  personalised_plan: 'Personalised plan',
  motivation: 'Motivation',
  practical_help: 'Practical help',
  accompanied_visit: 'Accompanied visit',
  reminder: 'Reminder',
  follow_up_after_absence: 'Follow-up after absence',
  review: 'Review',
  other: 'Other action',
} as const;
export const SETTINGS = {
  indoor: 'Indoors',
  outdoor: 'Outdoors',
  online: 'Online',
  home: 'At home',
} as const;
export const SEXES = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  not_stated: 'Not stated',
  not_known: 'Not known',
} as const;
export const ETHNIC_CATEGORIES = {
  A: 'White: British',
  B: 'White: Irish',
  C: 'White: any other background',
  D: 'Mixed: White and Black Caribbean',
  E: 'Mixed: White and Black African',
  F: 'Mixed: White and Asian',
  G: 'Mixed: any other background',
  H: 'Asian: Indian',
  J: 'Asian: Pakistani',
  K: 'Asian: Bangladeshi',
  L: 'Asian: any other background',
  M: 'Black: Caribbean',
  N: 'Black: African',
  P: 'Black: any other background',
  R: 'Other: Chinese',
  S: 'Other: any other ethnic group',
  Z: 'Not stated',
  '99': 'Not known',
} as const;
export const ETHNIC_GROUPS = {
  asian: 'Asian or Asian British',
  black: 'Black or Black British',
  mixed: 'Mixed',
  white: 'White',
  other: 'Other ethnic group',
  not_stated: 'Not stated',
  not_known: 'Not known',
} as const;
export const AGE_BANDS = {
  '0-17': '0 to 17',
  '18-24': '18 to 24',
  '25-34': '25 to 34',
  '35-44': '35 to 44',
  '45-54': '45 to 54',
  '55-64': '55 to 64',
  '65-74': '65 to 74',
  '75-84': '75 to 84',
  '85+': '85 and over',
} as const;
export const ROUTES = {
  gp: 'GP',
  nurse: 'Nurse',
  other_primary_care: 'Other primary care',
  secondary_care: 'Secondary care',
  mental_health_service: 'Mental health service',
  social_care: 'Social care',
  voluntary_sector: 'Voluntary sector',
  self: 'Self-referral',
  other: 'Other route',
} as const;
export const REFERRAL_REASONS = {
  physical_inactivity: 'Physical inactivity',
  long_term_condition: 'Long-term condition',
  musculoskeletal: 'Musculoskeletal',
  cardiovascular: 'Cardiovascular',
  metabolic: 'Metabolic',
  respiratory: 'Respiratory',
  mental_health: 'Mental health',
  loneliness: 'Loneliness',
  weight: 'Weight',
  falls_risk: 'Falls risk',
  cancer: 'Cancer',
  practical_support: 'Practical support',
  other: 'Other reason',
} as const;
/** The first nine are activity-based (physical activity). */
export const ACTIVITIES = {
  gym: 'Gym',
  group_exercise: 'Group exercise',
  walking: 'Walking',
  swimming: 'Swimming',
  cycling: 'Cycling',
  dance: 'Dance',
  yoga_pilates: 'Yoga or Pilates',
  gardening_green: 'Gardening and green activity',
  sport: 'Sport',
  arts: 'Arts',
  singing: 'Singing',
  social_group: 'Social group',
  advice: 'Advice',
  other: 'Other activity',
} as const;
/** `reason` of declining, cancelling, missing, closing; and `barriers`. */
export const BARRIERS = {
  health_worsened: 'Health worsened',
  improved: 'Improved',
  work_or_caring: 'Work or caring',
  transport: 'Transport',
  cost: 'Cost',
  timing: 'Timing',
  accessibility: 'Accessibility',
  anxiety_or_confidence: 'Anxiety or confidence',
  fear_of_injury: 'Fear of injury',
  stigma: 'Stigma',
  activity_not_suitable: 'Activity not suitable',
  not_interested: 'Not interested',
  language: 'Language',
  no_reply: 'No reply',
  waiting_too_long: 'Waiting too long',
  other: 'Other',
  not_recorded: 'Not recorded',
} as const;
export const REFERRAL_KINDS = { initial: 'Initial referral', onward: 'Onward referral' } as const;
export const DECLINED_BY = { person: 'The person', service: 'The service' } as const;
export const CANCELLED_BY = { person: 'The person', provider: 'The provider' } as const;
export const ATTENDANCE_OUTCOMES = {
  attended: 'Attended',
  attended_late: 'Attended late',
  arrived_too_late: 'Arrived too late',
  did_not_attend: 'Did not attend',
  cancelled_by_person: 'Cancelled by the person',
  cancelled_by_provider: 'Cancelled by the provider',
} as const;
export const MEASURE_STAGES = {
  baseline: 'Baseline',
  review: 'Review',
  exit: 'Exit',
  follow_up: 'Follow-up',
} as const;
export const CLOSE_OUTCOMES = {
  completed: 'Completed',
  withdrawn: 'Withdrawn',
  lost_contact: 'Lost contact',
  unsuitable: 'Unsuitable',
  expired: 'Expired',
  moved: 'Moved away',
  died: 'Died',
  transferred: 'Transferred',
} as const;
export const INSTRUMENTS = {
  ons4: 'ONS personal wellbeing (ONS4)',
  swemwbs: 'Short Warwick-Edinburgh (SWEMWBS)',
  wemwbs: 'Warwick-Edinburgh (WEMWBS)',
  pam13: 'Patient activation (PAM-13)',
  eq5d5l: 'EQ-5D-5L',
  ipaq_sf: 'Physical activity (IPAQ short form)',
  mycaw: 'MYCaW',
  ucla3: 'Loneliness (UCLA 3-item)',
  active_minutes: 'Active minutes a week',
} as const;

export type Role = keyof typeof ROLES;
export type ContactMode = keyof typeof CONTACT_MODES;
export type ContactOutcome = keyof typeof CONTACT_OUTCOMES;
export type ContactAction = keyof typeof CONTACT_ACTIONS;
export type Setting = keyof typeof SETTINGS;
export type Sex = keyof typeof SEXES;
/** `99` is a string here; object keys that look like integers would otherwise widen to number. */
export type EthnicCategory = Exclude<keyof typeof ETHNIC_CATEGORIES, number> | '99';
export type EthnicGroup = keyof typeof ETHNIC_GROUPS;
export type Ethnicity = EthnicCategory | EthnicGroup;
export type AgeBand = keyof typeof AGE_BANDS;
export type Route = keyof typeof ROUTES;
export type ReferralReason = keyof typeof REFERRAL_REASONS;
export type Activity = keyof typeof ACTIVITIES;
export type Barrier = keyof typeof BARRIERS;
export type BarrierOrReason = Barrier;
export type ReferralKind = keyof typeof REFERRAL_KINDS;
export type DeclinedBy = keyof typeof DECLINED_BY;
export type CancelledBy = keyof typeof CANCELLED_BY;
export type AttendanceOutcome = keyof typeof ATTENDANCE_OUTCOMES;
export type MeasureStage = keyof typeof MEASURE_STAGES;
export type CloseOutcome = keyof typeof CLOSE_OUTCOMES;
export type Instrument = keyof typeof INSTRUMENTS;
