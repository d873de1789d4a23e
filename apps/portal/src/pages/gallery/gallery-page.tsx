import type { JSX } from 'react';
import { EXAMPLES, type ChartExamples } from '@waymark/charts/examples';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main } from '../../layout/page-layout.js';

/** Every chart of the portal: what it is for, how it is read, and how it looks when there is little to show. */
export function GalleryPage(): JSX.Element {
  useDocumentTitle('Gallery of charts');
  return (
    <Main>
      <h1>Gallery of charts</h1>
      <p className="wm-lead">
        Every kind of chart that Waymark draws: which question it answers, how it is read, and how it looks at
        the edges, as when there is one point or when everything is withheld. The figures were read from the
        demonstration once, or made up; they are about nobody.
      </p>
      <nav aria-label="Charts of this page">
        <ul className="nhsuk-list">
          {EXAMPLES.map(({ id, name }) => (
            <li key={id}>
              <a href={`#${id}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {EXAMPLES.map((chart) => (
        <Examples key={chart.id} chart={chart} />
      ))}
    </Main>
  );
}

function Examples({ chart }: { chart: ChartExamples }): JSX.Element {
  const { id, name, component, purpose, reading, examples } = chart;
  return (
    <section aria-labelledby={id} className="wm-section">
      <h2 id={id} className="nhsuk-heading-m">
        {name}
      </h2>
      <p className="wm-lead">{purpose}</p>
      <p className="wm-lead wm-quiet">
        {reading} In the code: <code>{component}</code>.
      </p>
      <div className={id === 'icons' ? 'wm-gallery wm-gallery--icons' : 'wm-gallery'}>
        {examples.map((example) => (
          <figure key={example.name} className="wm-figure">
            <figcaption>
              <h3 className="nhsuk-heading-xs nhsuk-u-margin-bottom-0">{example.name}</h3>
            </figcaption>
            {example.chart}
          </figure>
        ))}
      </div>
    </section>
  );
}
