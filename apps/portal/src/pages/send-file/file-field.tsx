import type { JSX } from 'react';

interface FileFieldProps {
  id: string;
  /** What was chosen, also before this field came on show. */
  file: File | undefined;
  onFile: (file: File) => void;
  error?: string;
}

/** The browser's own field for a file: it takes keys, drops and every assistive technology. */
export function FileField({ id, file, onFile, error }: FileFieldProps): JSX.Element {
  const described = [`${id}-hint`, ...(error === undefined ? [] : [`${id}-error`])].join(' ');
  return (
    <div className={error === undefined ? 'nhsuk-form-group' : 'nhsuk-form-group nhsuk-form-group--error'}>
      <label className="nhsuk-label nhsuk-label--s" htmlFor={id}>
        Your file
      </label>
      <div className="nhsuk-hint" id={`${id}-hint`}>
        A CSV file or an Excel workbook (.xlsx), as your system or spreadsheet saves it. Title rows and empty
        rows may stay in it.
      </div>
      {error === undefined ? null : (
        <span className="nhsuk-error-message" id={`${id}-error`}>
          <span className="nhsuk-u-visually-hidden">Error:</span> {error}
        </span>
      )}
      <input
        {...{ id, type: 'file', className: 'nhsuk-file-upload__input' }}
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,text/csv"
        aria-describedby={described}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onFile(chosen);
        }}
      />
      {file ? (
        <p className="wm-chosen-file">
          Chosen: <strong>{file.name}</strong>, {sizeText(file.size)}
        </p>
      ) : null}
    </div>
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
