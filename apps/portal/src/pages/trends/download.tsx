import { useState, type JSX } from 'react';
import { Button } from 'nhsuk-react-components';
import { getCsv } from '../../api/client.js';
import { questionPath, type Question } from '../../api/queries.js';
import { Problem } from '../../layout/states.js';

interface DownloadProps {
  question: Question;
  /** What is in the file, after "Download". */
  what: string;
}

/** The API's own CSV of a question: nothing is computed here. */
export function Download({ question, what }: DownloadProps): JSX.Element {
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const download = async (): Promise<void> => {
    if (state.busy) return;
    setState({ busy: true });
    try {
      save(await getCsv(questionPath(question)), fileName(question));
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <div className="wm-download">
      <Button type="button" secondary small aria-disabled={state.busy} onClick={() => void download()}>
        Download {what} (CSV)
      </Button>
      {state.error === undefined ? null : <Problem error={state.error} onRetry={() => void download()} />}
    </div>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** "waymark-uptake.first_session-QKS-by-quarter.csv". */
function fileName({ measure, params }: Question): string {
  const place = params['icb'] ?? params['region'];
  const parts = ['waymark', measure, ...(place === undefined ? [] : [place]), 'by', params['by'] ?? ''];
  return `${parts.join('-').replaceAll(',', '-')}.csv`;
}
