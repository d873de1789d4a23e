import type { JSX } from 'react';

/** One drawing of a chart. */
export interface ChartExample {
  /** What is drawn: "One point", "0%". */
  name: string;
  chart: JSX.Element;
}

/** A chart with what it is for and how it looks, also at the edges of what there can be. */
export interface ChartExamples {
  /** Unique; an anchor of the page that shows them. */
  id: string;
  name: string;
  /** As it is imported. */
  component: string;
  /** Which question it answers. */
  purpose: string;
  /** What its marks mean. */
  reading: string;
  examples: readonly ChartExample[];
}
