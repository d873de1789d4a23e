import type { JSX, ReactNode } from 'react';
import { saveFile } from '../../parts/save-file.js';
import { ownCsv, type OwnCell } from './own-csv.js';
import { useOwnNumbers } from './own-numbers.js';

/** A file that the page makes of what it shows, whole. */
export interface OwnFile {
  /** As in "Download the refusals as CSV". */
  what: string;
  /** Without its ending. */
  name: string;
  header: readonly string[];
  rows: readonly (readonly OwnCell[])[];
}

interface FeedSectionProps {
  /** Unique on the page: links lead here. */
  id: string;
  title: string;
  sentence: string;
  /** Nothing to download where it is absent or has no rows. */
  file?: OwnFile | undefined;
  children?: ReactNode;
}

/** A part of the page with its title, what it says in a sentence, and its rows as a file. */
export function FeedSection({ id, title, sentence, file, children }: FeedSectionProps): JSX.Element {
  return (
    <section aria-labelledby={id} className="wm-section">
      <h2 id={id} tabIndex={-1} className="nhsuk-heading-m">
        {title}
      </h2>
      <p className="wm-sentence">{sentence}</p>
      {children}
      {file && file.rows.length > 0 ? <OwnDownload file={file} /> : null}
    </section>
  );
}

/** The rows as CSV, made here: nothing is asked again. A code whose own number is known is that number here, too. */
export function OwnDownload({ file: { what, name, header, rows } }: { file: OwnFile }): JSX.Element {
  const numbers = useOwnNumbers();
  const shown = (cell: OwnCell): OwnCell => (typeof cell === 'string' ? (numbers.get(cell) ?? cell) : cell);
  const download = (): void => {
    const csv = ownCsv(
      header,
      rows.map((cells) => cells.map(shown)),
    );
    saveFile(new Blob([csv], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  };
  return (
    <div className="wm-download">
      <button
        {...{ type: 'button', className: 'wm-step' }}
        data-faro-user-action-name="download-own-csv"
        onClick={download}
      >
        Download {what} as CSV
      </button>
    </div>
  );
}

/** One kind of what stands in a section, with its rows as a file. */
export function FeedPart(props: {
  title: string;
  /** How to put it right. */
  way: string;
  file: OwnFile;
  children: ReactNode;
}): JSX.Element {
  const { title, way, file, children } = props;
  return (
    <>
      <h3 className="nhsuk-heading-s">{title}</h3>
      <p>{way}</p>
      {children}
      <OwnDownload file={file} />
    </>
  );
}
