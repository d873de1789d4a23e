/** Colours of marks: each has at least 3:1 against white. NHS identity palette. */
export const PALETTE = {
  subject: '#005eb8',
  reference: '#425563',
  edge: '#4a86c5',
  axis: '#4c6272',
  grid: '#d8dde0',
  text: '#212b32',
} as const;
