import { useState, type JSX } from 'react';
import type { FileType } from '../api/client.js';
import { Problem } from '../layout/states.js';
import type { PictureType } from './picture.js';
import { saveFile } from './save-file.js';

export type Ending = FileType | PictureType;

/** A file that can be had: how it ends, and how it is made once somebody asks. */
export interface FileOffered {
  ending: Ending;
  make: () => Promise<Blob>;
}

interface FileButtonsProps {
  /** What is in the files, after "Download". */
  what: string;
  /** Without its ending. */
  fileName: string;
  files: readonly FileOffered[];
  /** Prints what the files are of; undefined = it is not printed by itself. */
  onPrint?: (() => void) | undefined;
}

const NAMES: Record<Ending, string> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  png: 'Picture (PNG)',
  svg: 'Picture (SVG)',
};

/** A button for each file of the same thing, one at a time, and one for paper. */
export function FileButtons({ what, fileName, files, onPrint }: FileButtonsProps): JSX.Element {
  const [state, setState] = useState<{ busy?: Ending; failed?: { file: FileOffered; error: unknown } }>({});
  const download = async (file: FileOffered): Promise<void> => {
    if (state.busy) return;
    setState({ busy: file.ending });
    try {
      saveFile(await file.make(), `${fileName}.${file.ending}`);
      setState({});
    } catch (error) {
      setState({ failed: { file, error } });
    }
  };
  const { failed } = state;
  return (
    <div className="wm-download" role="group" aria-label={`Download ${what}`}>
      <span aria-hidden="true">Download {what}:</span>
      {files.map((file) => (
        <button
          key={file.ending}
          type="button"
          className="wm-step"
          aria-disabled={state.busy !== undefined}
          data-faro-user-action-name={`download-${file.ending}`}
          onClick={() => void download(file)}
        >
          <span className="nhsuk-u-visually-hidden">Download {what} as </span>
          {NAMES[file.ending]}
        </button>
      ))}
      {onPrint ? (
        <button
          {...{ type: 'button', className: 'wm-step' }}
          data-faro-user-action-name="print"
          onClick={onPrint}
        >
          Print<span className="nhsuk-u-visually-hidden"> {what} on one page</span>
        </button>
      ) : null}
      {failed ? <Problem error={failed.error} onRetry={() => void download(failed.file)} /> : null}
    </div>
  );
}
