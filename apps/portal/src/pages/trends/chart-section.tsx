import type { JSX, ReactNode } from 'react';
import { Placeholder, Problem } from '../../layout/states.js';

export interface ChartSectionProps {
  id: string;
  title: string;
  /** What the chart shows, in words; undefined = still loading. Read out whenever it changes. */
  sentence: string | undefined;
  /** Set when there is nothing to show because asking failed. */
  error: Error | null;
  onRetry: () => void;
  /** Choices of this chart alone. */
  controls?: ReactNode;
  children: ReactNode;
}

/** A chart with its headline and its sentence, or what stands there while it loads or when it fails. */
export function ChartSection(props: ChartSectionProps): JSX.Element {
  const { id, title, sentence, error, onRetry, controls, children } = props;
  const loading = sentence === undefined && !error;
  return (
    <section aria-labelledby={id} aria-busy={loading} className="wm-section">
      <h2 id={id} className="nhsuk-heading-m">
        {title}
      </h2>
      {controls}
      <p role="status" className="wm-sentence">
        {error ? '' : (sentence ?? 'Loading figures')}
      </p>
      {error ? <Problem error={error} onRetry={onRetry} /> : loading ? <Placeholder /> : children}
    </section>
  );
}
