import type { Shape } from './marks.js';

/** How one of several lines is told from the others: by colour, by dashes and by the shape of its marks. */
export interface Look {
  colour: string;
  shape: Shape;
  dashes: string | undefined;
}

/** Each colour has at least 4.5:1 against white. */
const LOOKS: readonly Look[] = [
  { colour: '#005eb8', shape: 'circle', dashes: undefined },
  { colour: '#212b32', shape: 'diamond', dashes: '9 4' },
  { colour: '#00703c', shape: 'square', dashes: '3 4' },
  { colour: '#7c2855', shape: 'up', dashes: '12 4 3 4' },
  { colour: '#a24a00', shape: 'down', dashes: '6 3' },
  { colour: '#4c6272', shape: 'diamond', dashes: '1 4' },
];

/** More lines than this cannot be told apart. */
export const LINES_MAX = LOOKS.length;

export function lookOf(rank: number): Look {
  return LOOKS[rank % LOOKS.length] ?? { colour: '#212b32', shape: 'circle', dashes: undefined };
}
