import { useRef, type JSX, type ReactNode } from 'react';
import { chartOf } from '../../parts/chart-section.js';
import { FileButtons } from '../../parts/file-buttons.js';
import { picturesOf, type Pictured } from '../../parts/picture.js';
import { printSection } from '../../parts/print.js';
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
  /** A chart stands in it: it can be had as a picture and on paper, too. */
  drawn?: boolean;
  children?: ReactNode;
}

/** A part of the page with its title, what it says in a sentence, and its rows as files. */
export function FeedSection(props: FeedSectionProps): JSX.Element {
  const { id, title, sentence, file, drawn = false, children } = props;
  const ref = useRef<HTMLElement>(null);
  const chart = { title, svg: () => chartOf(ref.current) };
  return (
    <section ref={ref} aria-labelledby={id} className="wm-section">
      <h2 id={id} tabIndex={-1} className="nhsuk-heading-m">
        {title}
      </h2>
      <p className="wm-sentence">{sentence}</p>
      {children}
      {file && file.rows.length > 0 ? (
        <OwnDownload
          file={file}
          {...(drawn ? { picture: chart, onPrint: () => ref.current && printSection(ref.current) } : {})}
        />
      ) : null}
    </section>
  );
}

interface OwnDownloadProps {
  file: OwnFile;
  picture?: Pictured;
  onPrint?: () => void;
}

/** The rows as files, made here: nothing is asked again. A code whose own number is known is that number here, too. */
export function OwnDownload({ file, picture, onPrint }: OwnDownloadProps): JSX.Element {
  const { what, name, header, rows } = file;
  const numbers = useOwnNumbers();
  const shown = (cell: OwnCell): OwnCell => (typeof cell === 'string' ? (numbers.get(cell) ?? cell) : cell);
  const own = rows.map((cells) => cells.map(shown));
  return (
    <FileButtons
      {...{ what, fileName: name, onPrint }}
      files={[
        { ending: 'csv', make: async () => csvFile(header, own) },
        { ending: 'xlsx', make: async () => (await import('./own-workbook.js')).ownWorkbook(header, own) },
        ...(picture ? picturesOf(picture) : []),
      ]}
    />
  );
}

function csvFile(header: readonly string[], rows: readonly (readonly OwnCell[])[]): Blob {
  return new Blob([ownCsv(header, rows)], { type: 'text/csv;charset=utf-8' });
}

/** One kind of what stands in a section, with its rows as files. */
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
