import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react';
import { Details } from 'nhsuk-react-components';
import type { Measure } from '../api/schemas.js';
import { count } from '../labels/numbers.js';
import { Placeholder, Problem } from '../layout/states.js';
import { OwnDefinition } from './about-measure.js';
import { Downloads } from './downloads.js';
import { printSection } from './print.js';

export interface ChartSectionProps {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What the chart shows, in words; undefined = still loading. Read out whenever it changes. */
  sentence: string | undefined;
  /** Set when there is nothing to show because asking failed. */
  error: Error | null;
  onRetry: () => void;
  /** How much is done while a past instant is prepared, 0 to 1. */
  preparing?: number | undefined;
  /** Choices of this chart alone. */
  controls?: ReactNode;
  /** What is downloaded beside the chart: the API's own answer to the address asked, and the chart as a picture. */
  download?: { path: string; what?: string; fileName?: string };
  /** What is counted where it is not the measure that the page is about; null: no measure, but what its caption says. */
  about?: Measure | null | undefined;
  /** After the downloads: `Cite`. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * A chart with its headline, its sentence, its downloads, or what stands there while it loads or when it fails. The chart itself
 * is a `ChartFigure` among the children, the table a `TableToggle`.
 */
export function ChartSection(props: ChartSectionProps): JSX.Element {
  const { id, title, sentence, error, onRetry, preparing, controls, download, about, footer, children } =
    props;
  const ref = useRef<HTMLElement>(null);
  const loading = sentence === undefined && !error;
  const drawn = useDrawn(ref, loading || error ? null : children);
  return (
    <section
      {...{ ref, 'aria-labelledby': id, 'aria-busy': loading }}
      className={`wm-section wm-section--chart${about === undefined ? '' : ' wm-section--own'}`}
    >
      <h2 id={id} className="nhsuk-heading-m">
        {title}
      </h2>
      {controls}
      <p role="status" className="wm-sentence">
        {error ? '' : (sentence ?? waitingText(preparing))}
      </p>
      {error ? <Problem error={error} onRetry={onRetry} /> : loading ? <Placeholder /> : children}
      {about && !error && !loading ? <OwnDefinition measure={about} /> : null}
      {download && !error && !loading ? (
        <Downloads
          {...download}
          picture={drawn ? { title, svg: () => chartOf(ref.current) } : undefined}
          onPrint={() => ref.current && printSection(ref.current)}
        />
      ) : null}
      {error || loading ? null : footer}
    </section>
  );
}

function waitingText(preparing: number | undefined): string {
  if (preparing === undefined) return 'Loading figures';
  return `Preparing the figures as they were known then: ${Math.floor(preparing * 100)}% done`;
}

/** Whether a chart stands in the section: a sentence and a table may stand there alone. */
function useDrawn(ref: { current: HTMLElement | null }, content: ReactNode): boolean {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => setDrawn(chartOf(ref.current) !== null), [ref, content]);
  return drawn;
}

/** The chart that stands in a section of a page, as a picture is made of it; null = there is none. */
export function chartOf(section: HTMLElement | null): SVGSVGElement | null {
  return section?.querySelector<SVGSVGElement>(':is(.wm-figure, .wm-card) .wm-chart > svg') ?? null;
}

/** The chart with its caption: what the marks mean. */
export function ChartFigure({ caption, children }: { caption: ReactNode; children: ReactNode }): JSX.Element {
  return (
    <figure className="wm-figure">
      <figcaption>{caption}</figcaption>
      {children}
    </figure>
  );
}

interface TableToggleProps {
  /** As in "Show the trend as a table". */
  what: string;
  /** What its first rows are, where a sheet of paper has no room for more: "the latest". */
  first?: string;
  /** How many rows it has, where each is a row of the chart, too: on paper the two stand beside each other. */
  listed?: number;
  /** Many columns: on paper all rows in small type, and the last columns. */
  wide?: boolean;
  children: ReactNode;
}

/** Rows, and of a wide table columns, that a sheet of paper has room for, under a chart and beside it; the style sheet for print cuts there. */
const PRINTED = { below: 13, beside: 45, columns: 8 };

function printedText({ first = 'the first', listed, wide = false }: TableToggleProps): string {
  if (wide) return `the last ${PRINTED.columns} columns`;
  if (listed === undefined) return `${first} ${PRINTED.below} rows`;
  return `${first} ${PRINTED.beside} of ${count(listed)} rows`;
}

/** The table behind a chart, folded away on a screen. */
export function TableToggle(props: TableToggleProps): JSX.Element {
  const { what, listed, wide = false, children } = props;
  const layout = wide ? ' wm-table-toggle--wide' : listed === undefined ? '' : ' wm-table-toggle--list';
  return (
    <Details className={`wm-table-toggle${layout}`}>
      <Details.Summary>Show {what} as a table</Details.Summary>
      <Details.Text>
        <div className="wm-scroll" role="region" aria-label={`Table of ${what}`} tabIndex={0}>
          {children}
        </div>
        <p className="wm-cut">
          Only {printedText(props)} are printed. The page and its files (CSV, XLSX) have them all.
        </p>
      </Details.Text>
    </Details>
  );
}
