import type { JSX } from 'react';
import { getFile, type FileType } from '../api/client.js';
import { FileButtons, type FileOffered } from './file-buttons.js';
import { picturesOf, type Pictured } from './picture.js';

interface DownloadsProps {
  /** The address of the call: nothing is computed here. */
  path: string;
  /** What is in the file, after "Download"; default "these figures". */
  what?: string;
  /** Without its ending; default from the address. */
  fileName?: string;
  /** The chart to draw as a picture; undefined = there is none. */
  picture?: Pictured | undefined;
  /** Prints what the files are of; undefined = it is not printed by itself. */
  onPrint?: () => void;
}

/** The API's own CSV and workbook of a question, and the chart as a picture or on paper. */
export function Downloads(props: DownloadsProps): JSX.Element {
  const { path, what = 'these figures', fileName = nameOf(path), picture, onPrint } = props;
  const told = (ending: FileType): FileOffered => ({ ending, make: () => getFile(path, ending) });
  const files = [told('csv'), told('xlsx'), ...(picture ? picturesOf(picture) : [])];
  return <FileButtons {...{ what, fileName, files, onPrint }} />;
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
