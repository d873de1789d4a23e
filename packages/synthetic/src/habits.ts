import type { Activity, Instrument, Setting } from '@waymark/events';
import type { RegionCode } from '@waymark/areas';
import { DAY } from './calendar.js';
import { GARDEN_JOINED, MIND_JOINED, STEPS_LEFT, type ProviderId } from './providers.js';
import { Choice, choiceOf } from './random.js';

export type Delivery = 'live' | 'nightly' | 'weekly' | 'monthly';
/** How an onward referral tells which journey it belongs to. */
export type Link = 'part_of' | 'nhs' | 'both' | 'none';
/** Twelve weeks booked at once, one appointment after another, or no bookings at all. */
export type BookingStyle = 'block' | 'single' | 'drop_in';

/** A feed's gap, epoch ms from `from` until before `to`. */
export interface Silence {
  from: number;
  to: number;
  /** `lost`: what was to be sent then never was, but for openings and closings; `held`: it all came afterwards. */
  kind: 'lost' | 'held';
}

/** How a provider works and records: what makes one feed unlike another. */
export interface Habits {
  delivery: Delivery;
  givesRecordedTime: boolean;
  /** Mean days until an attendance is typed in (exponential, with a long tail). */
  entryLagDays: number;
  /** On the log odds of starting. */
  siteEffect: number;
  /** Share of sessions whose outcome nobody enters, and that the provider calls off. */
  unrecorded: number;
  cancels: number;
  /** Records who came and nothing else. */
  onlyAttendances?: true;
  regions?: readonly RegionCode[];
  /** First and last day of the feed, epoch ms of their beginnings. */
  from?: number;
  until?: number;
  silence?: Silence;
  links: Choice<Link>;
  activities: Choice<Activity>;
  styles: Choice<BookingStyle>;
  setting: Setting;
  perWeek: Choice<number>;
  plannedWeeks: Choice<number>;
  instruments: Choice<Instrument>;
}

const onceAWeek = new Choice([[1, 1]]);
const onceOrTwice = new Choice([
  [1, 0.94],
  [2, 0.06],
]);
/** Programmes run 8 to 24 weeks (section 2.5 of the field's pitfalls: lengths differ, so compare at fixed weeks). */
const programmeWeeks = new Choice([
  [12, 0.35],
  [16, 0.3],
  [24, 0.27],
  [8, 0.08],
]);

const usual = {
  givesRecordedTime: true,
  entryLagDays: 0.6,
  siteEffect: 0,
  unrecorded: 0.04,
  cancels: 0.07,
  links: new Choice<Link>([['part_of', 1]]),
  styles: choiceOf<BookingStyle>({ block: 0.16, single: 0.84 }),
  setting: 'indoor',
  perWeek: onceAWeek,
  plannedWeeks: programmeWeeks,
} satisfies Partial<Habits>;

export const HABITS: Readonly<Record<ProviderId, Habits>> = {
  'demo-linkworkers': {
    ...usual,
    delivery: 'live',
    siteEffect: 0.05,
    activities: choiceOf<Activity>({ advice: 1 }),
    styles: choiceOf<BookingStyle>({ single: 1 }),
    instruments: choiceOf<Instrument>({ ons4: 0.75, mycaw: 0.25 }),
  },
  'demo-northern': {
    ...usual,
    delivery: 'nightly',
    siteEffect: 0.35,
    regions: ['Y62', 'Y63'],
    silence: { from: Date.parse('2025-05-05'), to: Date.parse('2025-05-19'), kind: 'held' },
    activities: choiceOf<Activity>({
      gym: 0.2,
      walking: 0.25,
      group_exercise: 0.25,
      social_group: 0.2,
      arts: 0.1,
    }),
    instruments: choiceOf<Instrument>({ swemwbs: 0.7, active_minutes: 0.3 }),
  },
  'demo-exercise': {
    ...usual,
    delivery: 'weekly',
    entryLagDays: 2,
    siteEffect: -0.1,
    regions: ['Y60', 'Y61'],
    activities: choiceOf<Activity>({ gym: 0.55, group_exercise: 0.25, swimming: 0.2 }),
    perWeek: onceOrTwice,
    instruments: choiceOf<Instrument>({ ipaq_sf: 0.5, wemwbs: 0.3, eq5d5l: 0.2 }),
  },
  'demo-mind': {
    ...usual,
    delivery: 'live',
    siteEffect: -0.25,
    regions: ['Y56', 'Y59'],
    from: Date.parse(MIND_JOINED),
    activities: choiceOf<Activity>({ social_group: 0.4, yoga_pilates: 0.4, arts: 0.2 }),
    instruments: choiceOf<Instrument>({ swemwbs: 0.6, pam13: 0.4 }),
  },
  'demo-leisure': {
    ...usual,
    delivery: 'live',
    links: choiceOf<Link>({ part_of: 0.6, both: 0.1, nhs: 0.27, none: 0.03 }),
    // Gyms and pools mostly just count people in.
    styles: choiceOf<BookingStyle>({ block: 0.12, single: 0.38, drop_in: 0.5 }),
    activities: choiceOf<Activity>({
      gym: 0.45,
      group_exercise: 0.2,
      swimming: 0.2,
      yoga_pilates: 0.1,
      cycling: 0.05,
    }),
    perWeek: onceOrTwice,
    instruments: choiceOf<Instrument>({ active_minutes: 0.6, wemwbs: 0.4 }),
  },
  'demo-trust': {
    ...usual,
    delivery: 'nightly',
    givesRecordedTime: false,
    entryLagDays: 1,
    regions: ['Y56', 'Y60', 'Y62'],
    links: choiceOf<Link>({ none: 1 }),
    styles: choiceOf<BookingStyle>({ single: 0.5, drop_in: 0.5 }),
    activities: choiceOf<Activity>({ sport: 0.5, dance: 0.3, walking: 0.2 }),
    instruments: choiceOf<Instrument>({ eq5d5l: 1 }),
  },
  'demo-garden': {
    ...usual,
    delivery: 'nightly',
    cancels: 0.13,
    from: Date.parse(GARDEN_JOINED),
    links: choiceOf<Link>({ nhs: 1 }),
    styles: choiceOf<BookingStyle>({ single: 0.6, drop_in: 0.4 }),
    activities: choiceOf<Activity>({ gardening_green: 1 }),
    setting: 'outdoor',
    instruments: choiceOf<Instrument>({ ons4: 1 }),
  },
  'demo-coast': {
    ...usual,
    delivery: 'weekly',
    entryLagDays: 3,
    unrecorded: 0.09,
    cancels: 0.16,
    regions: ['Y58', 'Y59', 'Y61', 'Y63'],
    silence: { from: Date.parse('2026-02-01'), to: Date.parse('2026-03-01'), kind: 'lost' },
    links: choiceOf<Link>({ part_of: 0.7, both: 0.3 }),
    activities: choiceOf<Activity>({ swimming: 0.6, walking: 0.4 }),
    setting: 'outdoor',
    instruments: choiceOf<Instrument>({ ons4: 1 }),
  },
  'demo-voices': {
    ...usual,
    delivery: 'monthly',
    givesRecordedTime: false,
    entryLagDays: 2,
    cancels: 0,
    onlyAttendances: true,
    links: choiceOf<Link>({ nhs: 0.8, part_of: 0.15, none: 0.05 }),
    activities: choiceOf<Activity>({ singing: 0.4, arts: 0.35, social_group: 0.25 }),
    styles: choiceOf<BookingStyle>({ drop_in: 0.7, single: 0.3 }),
    instruments: choiceOf<Instrument>({ ucla3: 1 }),
  },
  'demo-steps': {
    ...usual,
    delivery: 'weekly',
    givesRecordedTime: false,
    entryLagDays: 1.5,
    cancels: 0.12,
    until: Date.parse(STEPS_LEFT),
    links: choiceOf<Link>({ part_of: 1 }),
    activities: choiceOf<Activity>({ walking: 1 }),
    styles: choiceOf<BookingStyle>({ drop_in: 0.6, single: 0.4 }),
    setting: 'outdoor',
    instruments: choiceOf<Instrument>({ active_minutes: 1 }),
  },
};

/** Whether a provider takes referrals of a region at an instant (epoch ms). */
export function isOpen(id: ProviderId, region: RegionCode, at: number): boolean {
  const { regions, from = -Infinity, until = Infinity } = HABITS[id];
  return (regions?.includes(region) ?? true) && at >= from && at < until + DAY;
}
