import { useState, type JSX } from 'react';
import { getFile, type FileType } from '../api/client.js';
import { Problem } from '../layout/states.js';
import { pictureOf, type PictureType } from './picture.js';
import { saveFile } from './save-file.js';

interface DownloadsProps {
  /** The address of the call: nothing is computed here. */
  path: string;
  /** What is in the file, after "Download"; default "these figures". */
  what?: string;
  /** Without its ending; default from the address. */
  fileName?: string;
  /** The chart to draw as a picture; undefined = there is none. */
  picture?: { title: string; svg: () => SVGSVGElement | null } | undefined;
  /** Prints what the files are of; undefined = it is not printed by itself. */
  onPrint?: () => void;
}

type Ending = FileType | PictureType;

const NAMES: Record<Ending, string> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  png: 'Picture (PNG)',
  svg: 'Picture (SVG)',
};

/** The API's own CSV and workbook of a question, and the chart as a picture or on paper. */
export function Downloads(props: DownloadsProps): JSX.Element {
  const { path, what = 'these figures', fileName, picture, onPrint } = props;
  const [state, setState] = useState<{ busy?: Ending; failed?: { ending: Ending; error: unknown } }>({});
  const download = async (ending: Ending): Promise<void> => {
    if (state.busy) return;
    setState({ busy: ending });
    try {
      saveFile(await fileOf(ending, path, picture), `${fileName ?? nameOf(path)}.${ending}`);
      setState({});
    } catch (error) {
      setState({ failed: { ending, error } });
    }
  };
  const endings: Ending[] = picture ? ['csv', 'xlsx', 'png', 'svg'] : ['csv', 'xlsx'];
  const { failed } = state;
  return (
    <div className="wm-download" role="group" aria-label={`Download ${what}`}>
      <span aria-hidden="true">Download {what}:</span>
      {endings.map((ending) => (
        <button
          key={ending}
          type="button"
          className="wm-step"
          aria-disabled={state.busy !== undefined}
          data-faro-user-action-name={`download-${ending}`}
          onClick={() => void download(ending)}
        >
          <span className="nhsuk-u-visually-hidden">Download {what} as </span>
          {NAMES[ending]}
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
      {failed ? <Problem error={failed.error} onRetry={() => void download(failed.ending)} /> : null}
    </div>
  );
}

async function fileOf(ending: Ending, path: string, picture: DownloadsProps['picture']): Promise<Blob> {
  if (ending === 'csv' || ending === 'xlsx') return getFile(path, ending);
  const svg = picture?.svg();
  if (!picture || !svg) throw new Error('no chart to draw');
  return pictureOf(svg, picture.title, ending);
}

/** "waymark-uptake.first_session-QKS-by-quarter" of an address of a call. */
function nameOf(path: string): string {
  const url = new URL(path, window.location.origin);
  const measure = url.pathname.replace('/api/v1/measures/', '').replace('/api/v1/', '');
  const params = url.searchParams;
  const place = params.get('icb') ?? params.get('region');
  const by = params.get('by') ?? params.get('strata') ?? params.get('cohort');
  const parts = ['waymark', measure, params.get('measure'), place, by === null ? null : `by-${by}`];
  return parts
    .filter((part) => part !== null)
    .join('-')
    .replaceAll(',', '-');
}
