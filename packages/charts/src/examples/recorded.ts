import type { FunnelPlace } from '../funnel-geometry.js';
import type { SpcKind } from '../spc-geometry.js';

/** A figure with its 95% limits; null where it is withheld, or there is none. */
export type Told = readonly [value: number | null, lower: number | null, upper: number | null];

// Read once from the demonstration with 3,000 referrals, whose people are invented, and rounded: the gallery does not change with it.

/** Uptake within 8 weeks by quarter, and referrals, of the largest board. */
export const UPTAKE: {
  area: readonly Told[];
  england: readonly Told[];
  counts: readonly number[];
} = {
  area: [
    [0.727, 0.434, 0.903],
    [0.6, 0.313, 0.832],
    [0.462, 0.232, 0.709],
    [0.647, 0.413, 0.827],
    [0.4, 0.168, 0.687],
    [0.846, 0.578, 0.957],
    [0.588, 0.36, 0.784],
    [0.5, 0.254, 0.746],
    [0.417, 0.193, 0.68],
  ],
  england: [
    [0.628, 0.556, 0.695],
    [0.59, 0.525, 0.652],
    [0.529, 0.47, 0.587],
    [0.559, 0.497, 0.618],
    [0.598, 0.536, 0.658],
    [0.564, 0.505, 0.621],
    [0.6, 0.545, 0.653],
    [0.592, 0.532, 0.65],
    [0.548, 0.491, 0.602],
  ],
  counts: [10, 13, 17, 10, 13, 18, 12, 12, 10],
};

/** Uptake within 8 weeks by month, England: points, and average with limits. */
export const CONTROL: {
  points: readonly (readonly [number | null, SpcKind])[];
  limits: readonly [mean: number, lower: number, upper: number];
} = {
  points: [
    [0.596, 'common_cause'],
    [0.603, 'common_cause'],
    [0.554, 'common_cause'],
    [0.634, 'common_cause'],
    [0.594, 'common_cause'],
    [0.513, 'common_cause'],
    [0.613, 'common_cause'],
    [0.468, 'common_cause'],
    [0.565, 'common_cause'],
    [0.522, 'common_cause'],
    [0.593, 'common_cause'],
    [0.595, 'common_cause'],
    [0.639, 'common_cause'],
    [0.568, 'common_cause'],
    [0.531, 'common_cause'],
    [0.579, 'improvement'],
    [0.593, 'improvement'],
    [0.613, 'improvement'],
    [0.613, 'improvement'],
    [0.593, 'improvement'],
    [0.573, 'improvement'],
    [0.615, 'improvement'],
    [0.482, 'common_cause'],
    [0.543, 'common_cause'],
  ],
  limits: [0.567, 0.413, 0.721],
};

/** Uptake within 8 weeks by deprivation. */
export const QUINTILES: { rows: readonly (readonly [string, ...Told])[]; reference: number } = {
  rows: [
    ['1, most deprived', 0.522, 0.472, 0.572],
    ['2', 0.571, 0.535, 0.607],
    ['3', 0.564, 0.531, 0.597],
    ['4', 0.662, 0.618, 0.704],
    ['5, least deprived', 0.649, 0.574, 0.717],
    ['Not known', 0.415, 0.349, 0.484],
  ],
  reference: 0.571,
};

/** Change of the four personal wellbeing scores, in points; a lower anxiety is better. */
export const CHANGES: readonly (readonly [string, ...Told])[] = [
  ['Satisfaction', 1.933, 1.697, 2.17],
  ['Worthwhile', 1.561, 1.321, 1.8],
  ['Happy', 1.957, 1.712, 2.202],
  ['Anxious', -1.314, -1.561, -1.066],
];

/** Barriers of people who are still engaged. */
export const REASONS: readonly (readonly [string, number])[] = [
  ['Transport', 0.131],
  ['Anxiety or confidence', 0.108],
  ['Health got worse', 0.092],
  ['Work or caring', 0.085],
  ['Timing', 0.054],
  ['Accessibility', 0.023],
  ['Fear of injury', 0.023],
  ['Cost', 0.008],
  ['Language', 0.008],
];

/** People by how far they came. */
export const STAGES: readonly (readonly [string, number])[] = [
  ['Offered', 2332],
  ['Accepted', 2169],
  ['Contacted', 1969],
  ['Booked', 1521],
  ['Started', 1331],
  ['Still coming after 12 weeks', 686],
  ['Completed', 310],
];

/** Attendance by provider: booked sessions, share attended, place among the limits. */
export const PROVIDERS: {
  rows: readonly (readonly [string, size: number, value: number, FunnelPlace | null])[];
  average: number;
} = {
  rows: [
    ['Provider A', 1112, 0.639, 'within'],
    ['Provider B', 2458, 0.634, 'within'],
    ['Provider C', 541, 0.645, 'within'],
    ['Provider D', 4615, 0.618, 'low_outer'],
    ['Provider E', 593, 0.764, 'high_outer'],
    ['Provider F', 459, 0.678, 'within'],
    ['Provider G', 2233, 0.657, 'within'],
    ['Provider H', 582, 0.689, 'high_inner'],
    ['Provider I', 446, 0.652, 'within'],
    ['Provider J', 350, 1, null],
  ],
  average: 0.653,
};

/** Share still engaged after 1, 2, 3 and more weeks. */
export const ENGAGED: readonly number[] = [
  0.73, 0.644, 0.591, 0.55, 0.5, 0.467, 0.433, 0.405, 0.386, 0.374, 0.356, 0.34, 0.327, 0.312, 0.303, 0.285,
  0.28, 0.271, 0.267, 0.263, 0.258, 0.253, 0.252, 0.247, 0.239, 0.229, 0.193, 0.168, 0.168, 0.168, 0.168,
  0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168, 0.168,
  0.168, 0.168, 0.168, 0.168, 0.168, 0.168,
];

/** Share of a quarter's starters who attended in a week, from week 0. */
export const COHORTS: readonly (readonly [string, readonly (number | null)[]])[] = [
  ['2025 Q1', [1, 0.446, 0.441, 0.412, 0.362, 0.328, 0.362, 0.299, 0.333, 0.277, 0.294, 0.35, 0.271]],
  ['2025 Q2', [1, 0.449, 0.293, 0.327, 0.32, 0.299, 0.279, 0.306, 0.272, 0.272, 0.327, 0.286, 0.204]],
  ['2025 Q3', [1, 0.435, 0.414, 0.351, 0.298, 0.325, 0.33, 0.272, 0.257, 0.262, 0.241, 0.236, 0.199]],
  ['2025 Q4', [1, 0.478, 0.394, 0.333, 0.306, 0.356, 0.3, 0.333, 0.339, 0.222, 0.311, 0.272, 0.222]],
  ['2026 Q1', [1, 0.48, 0.407, 0.373, 0.359, 0.34, 0.371, 0.326, 0.302, 0.342, 0.317, 0.306, 0.303]],
  ['2026 Q2', [1, 0.446, 0.376, 0.371, 0.366, 0.361, 0.366, 0.361, 0.317, 0.307, 0.342, 0.302, 0.252]],
  ['2026 Q3', [1, 0.5, 0.426, 0.374, 0.347, 0.368, 0.368, 0.326, 0.307, 0.344, 0.282, 0.279, 0.287]],
  ['2026 Q4', [1, 0.435, 0.365, 0.452, 0.35, 0.302, 0.364, 0.667]],
];

/** Uptake within 8 weeks by board in one quarter, with its place on the map. */
export const BOARDS: {
  rows: readonly (readonly [string, q: number, r: number, value: number | null])[];
  england: number;
} = {
  rows: [
    ['NHS Essex', 8, 5, 0.727],
    ['NHS Lancashire and South Cumbria', 4, 9, 0.636],
    ['NHS South Yorkshire', 6, 8, 0.667],
    ['NHS Herefordshire and Worcestershire', 2, 5, 1],
    ['NHS Birmingham and Solihull', 4, 5, 0.545],
    ['NHS North East and North Cumbria', 5, 10, 0.588],
    ['NHS Derby and Derbyshire', 4, 7, 0],
    ['NHS Devon', 2, 2, 0.375],
    ['NHS Lincolnshire', 6, 7, 1],
    ['NHS Leicester, Leicestershire and Rutland', 6, 6, 0.375],
    ['NHS South East London', 7, 3, 0.7],
    ['NHS Kent and Medway', 8, 2, 0.667],
    ['NHS North East London', 8, 4, 0.4],
    ['NHS Staffordshire and Stoke-on-Trent', 4, 6, 0.5],
    ['NHS Shropshire, Telford and Wrekin', 3, 6, 0],
    ['NHS Greater Manchester', 4, 8, 0.417],
    ['NHS Humber and North Yorkshire', 5, 9, 0.75],
    ['NHS Bath and North East Somerset, Swindon and Wiltshire', 4, 3, 0.429],
    ['NHS Northamptonshire', 5, 6, 0.333],
    ['NHS Gloucestershire', 3, 4, 0.571],
    ['NHS Hampshire and Isle of Wight', 5, 2, 0.6],
    ['NHS Somerset', 3, 2, 0],
    ['NHS Nottingham and Nottinghamshire', 5, 7, 0.4],
    ['NHS Cornwall and the Isles of Scilly', 1, 1, 0.5],
    ['NHS Black Country', 3, 5, 0.333],
    ['NHS Bristol, North Somerset and South Gloucestershire', 3, 3, 0.375],
    ['NHS Dorset', 4, 2, 1],
    ['NHS South West London', 6, 3, 0.444],
    ['NHS West Yorkshire', 5, 8, 0.867],
    ['NHS Coventry and Warwickshire', 4, 4, 0.143],
    ['NHS Cheshire and Merseyside', 3, 7, 0.583],
    ['NHS Thames Valley', 5, 4, 0.5],
    ['NHS Central East', 5, 5, 0.625],
    ['NHS Surrey and Sussex', 7, 2, 0.786],
    ['NHS Norfolk and Suffolk', 7, 6, 0.571],
    ['NHS West and North London', 6, 4, 0.6],
  ],
  england: 0.548,
};

/** Uptake within 8 weeks by quarter, of the largest boards and England. */
export const OVER_TIME: {
  rows: readonly (readonly [string, readonly (number | null)[]])[];
  england: readonly (number | null)[];
} = {
  rows: [
    ['NHS Greater Manchester', [0.6, 0.462, 0.647, 0.4, 0.846, 0.588, 0.5, 0.417, null]],
    ['NHS West Yorkshire', [0.455, 0.882, 0.538, 0.714, 0.5, 0.429, 0.9, 0.867, null]],
    ['NHS North East and North Cumbria', [0.5, 0.455, 0.667, 0.7, 0.545, 0.667, 0.4, 0.588, 0]],
    ['NHS North East London', [0.625, 0.375, 0.7, 0.714, 0.4, 0.438, 0.364, 0.4, null]],
    ['NHS Cheshire and Merseyside', [0.5, 0.429, 0.444, 0.6, 0.684, 0.818, 0.75, 0.583, null]],
    ['NHS South East London', [0.778, 0.375, 0.667, 0.545, 0.714, 0.667, 0.25, 0.7, null]],
  ],
  england: [0.59, 0.529, 0.559, 0.598, 0.564, 0.6, 0.592, 0.548, 0.667],
};
