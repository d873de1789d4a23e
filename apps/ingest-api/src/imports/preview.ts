import type { AnyStoredEvent } from '@waymark/events';
import {
  compileProfile,
  correctionOf,
  correctionsHeader,
  correctionsRow,
  CsvFault,
  ownColumns,
  sentenceOf,
  textAt,
} from '@waymark/provider-formats';
import {
  Problem,
  type ProviderIdentity,
  type Registry,
  type ImportCounts,
  type ImportReject,
} from '@waymark/service';
import type { Push } from '../push.js';
import type { FileKind } from './file-rows.js';
import { ImportRegistry } from './import-job.js';
import { fileProblem, refusing, type Profiles } from './profiles.js';
import { takeRows, type Door, type TakenRow } from './take-rows.js';
import { Tally } from './tally.js';

/** A file that its sender wants to look at before it is sent. */
export interface Looked {
  profile: string;
  kind: FileKind;
  body: AsyncIterable<Buffer>;
  /** Told how many bytes are held besides the file; what it throws ends the look. */
  weigh: (bytes: number) => void;
}

/** One wrong cell; the sentence quotes it, for it goes straight back to its owner. */
export interface RejectTold extends ImportReject {
  sentence: string;
}

/** A row, and the events that it becomes, as they would be stored. */
export interface SampleRow {
  row: number;
  cells: Record<string, string>;
  events: Pick<AnyStoredEvent, 'type' | 'time' | 'id' | 'subject' | 'data'>[];
}

export interface PreviewAnswer extends Omit<ImportCounts, 'events'> {
  rejects: RejectTold[];
  sample: SampleRow[];
}

/** Refused rows behind their header, and what their sheet is called so that the same profile reads it. */
export interface Refused {
  rows: string[][];
  sheet: string;
}

export interface PreviewDeps {
  registry: Registry;
  profiles: Profiles;
  push: Push;
  clock?: (() => number) | undefined;
}

const LISTED_MAX = 1_000;
const SAMPLE_ROWS = 5;
/** Given back whole or not at all: it is not sent while the file still comes, which browsers do not read. */
const REFUSED_CHARS_MAX = 8 * 1024 * 1024;
/** What a cell takes besides its text. */
const CELL_CHARS = 4;
const VOIDED: AnyStoredEvent['type'] = 'org.waymark.event.voided.v1';

/** What an import of a file would do. Nothing is stored, logged or remembered. */
export class Previews {
  private readonly jobs: ImportRegistry;

  constructor(private readonly deps: PreviewDeps) {
    this.jobs = new ImportRegistry(deps.registry);
  }

  /**
   * What would become of each row, the first of them in full.
   * @throws {Problem} 404 unknown_profile; 400 for a file that cannot be read on; 503.
   */
  async look(provider: ProviderIdentity, looked: Looked): Promise<PreviewAnswer> {
    const sample: SampleRow[] = [];
    const rejects: RejectTold[] = [];
    const tally = await this.rows(provider, looked, (taken) => {
      if (sample.length < SAMPLE_ROWS) sample.push(...sampled(taken));
      if (rejects.length < LISTED_MAX) rejects.push(...told(taken).slice(0, LISTED_MAX - rejects.length));
    });
    const { events: _, ...counts } = tally.counts;
    return { ...counts, rejects, sample };
  }

  /**
   * The rows that would be refused, behind their header, as a table to correct and to send.
   * @param rowsMax more of them are not given back
   * @throws {Problem} as `look` does; 413 too_many_refused.
   */
  async refused(provider: ProviderIdentity, looked: Looked, rowsMax = Infinity): Promise<Refused> {
    const rows: string[][] = [];
    let chars = 0;
    const weigh = (bytes: number): void => looked.weigh(bytes + chars);
    await this.rows(provider, { ...looked, weigh }, (taken) => {
      if (rows.length === 0) rows.push(correctionsHeader(ownColumns(taken.source).names));
      if (taken.outcome !== 'rejected') return;
      const row = refusedRow(taken);
      for (const cell of row) chars += cell.length + CELL_CHARS;
      if (chars > REFUSED_CHARS_MAX || rows.length > rowsMax) throw tooManyRefused();
      rows.push(row);
    });
    const { profile } = this.deps.profiles.find(provider.providerId, looked.profile);
    return { rows, sheet: profile.xlsx?.sheet ?? 'To correct' };
  }

  private async rows(
    provider: ProviderIdentity,
    { profile: name, kind, body, weigh }: Looked,
    onRow: (taken: TakenRow) => void,
  ): Promise<Tally> {
    const { profiles, push, clock = Date.now } = this.deps;
    const { profile } = profiles.find(provider.providerId, name);
    const rehearsal = push.rehearsal();
    const door: Door = {
      context: () => push.context(provider),
      take: async (events) => rehearsal.take(events),
    };
    const tally = new Tally();
    try {
      await takeRows({
        ...{ body, kind, door, tally, onRow },
        profile: refusing(() => compileProfile(profile)),
        mapping: {
          sourcePrefix: provider.sourcePrefixes[0] ?? '',
          revision: this.jobs.nextRevision(provider.providerId, name),
          startedAt: new Date(clock()).toISOString(),
        },
        onBatch: () => weigh(rehearsal.bytes),
      });
    } catch (fault) {
      throw fault instanceof CsvFault ? fileProblem(fault) : fault;
    }
    return tally;
  }
}

function told({ row, source, faults }: TakenRow): RejectTold[] {
  return faults.map(({ column, code, expected }) => ({
    ...{ row, column, code, expected },
    sentence: sentenceOf({ row, column, code, expected }, textAt(source, column)),
  }));
}

/** The row whole and once, however many of its cells are wrong. */
function refusedRow({ row, source, faults }: TakenRow): string[] {
  const what = faults.map((fault) => correctionOf(fault, textAt(source, fault.column))).join('; ');
  return correctionsRow(row, what, ownColumns(source).texts);
}

/** Voids say what a row no longer is; shown is what it is. */
function sampled({ row, source, outcome, events }: TakenRow): SampleRow[] {
  const made = events.filter(({ type: of }) => of !== VOIDED);
  if (outcome !== 'accepted' || made.length === 0) return [];
  const { names, texts } = ownColumns(source);
  const cells = names.flatMap((name, at) => (name === '' ? [] : [[name, (texts[at] ?? '').trim()] as const]));
  return [
    {
      row,
      cells: Object.fromEntries(cells),
      events: made.map(({ type, time, id, subject, data }) => ({ type, time, id, subject, data })),
    },
  ];
}

function tooManyRefused(): Problem {
  const detail =
    'So many rows are refused that they are not given back as a file. Look at the first of them: most are refused for one reason, which the profile puts right for all.';
  return new Problem(413, 'too_many_refused', detail);
}
