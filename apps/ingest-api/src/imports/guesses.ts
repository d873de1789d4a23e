import { CsvFault, guessProfile, readSample, type Guess, type Sample } from '@waymark/provider-formats';
import { wholeWorkbook, type FileKind } from './file-rows.js';
import { fileProblem } from './profiles.js';

export interface GuessAnswer {
  headers: string[];
  sampleRows: string[][];
  guess: Guess;
  /** Rows that stand above the header; absent = none. */
  preamble?: number;
}

const SHOWN_ROWS = 5;

/**
 * How a file about which nothing is known may be read: its header, its first rows, and a draft of a profile. Nothing of it is kept.
 * @throws {Problem} 400 for a file that is no table, 413 for a workbook that is too large.
 */
export async function guessFile(
  body: AsyncIterable<Buffer>,
  kind: FileKind,
  options: { name: string; activityProvider: string },
): Promise<GuessAnswer> {
  const { headers, rows, preamble } = await sampleOf(body, kind);
  return {
    headers,
    sampleRows: rows.slice(0, SHOWN_ROWS),
    guess: guessProfile(headers, rows, options),
    ...(preamble > 0 && { preamble }),
  };
}

async function sampleOf(body: AsyncIterable<Buffer>, kind: FileKind): Promise<Sample> {
  try {
    return await readSample(kind === 'csv' ? { csv: body } : { workbook: await wholeWorkbook(body) });
  } catch (fault) {
    throw fault instanceof CsvFault ? fileProblem(fault) : fault;
  }
}
