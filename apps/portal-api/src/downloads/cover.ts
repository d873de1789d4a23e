import type { Profile } from '@waymark/disclosure';
import { findAnyMeasure, type MeasureWords, type PublishedValue } from '@waymark/measures';
import type { Cell, DataCall, Table } from '../data-call.js';
import type { Envelope } from '../schemas.js';
import type { Provenance } from './provenance.js';
import { CONFIDENTIAL, type Sheet } from './workbook.js';

/** What each call answers, in words; a call of a measure puts the measure before it. */
const TITLES: Readonly<Record<string, string>> = {
  measures: 'A measure, broken down and filtered',
  pathway: 'Pathway: how many reached each stage',
  retention: 'Retention: who started, and who still attended, week by week',
  survival: 'Engagement over time: who still attends, and how it ends',
  compare: 'Comparison with what would be expected',
  spc: 'Change over time (statistical process control)',
  funnel: 'Funnel plot: variation between organisations or areas',
  inequality: 'Inequality by deprivation',
  outcomes: 'Outcomes: paired change in wellbeing and activity',
  disengagement: 'Disengagement: reasons and barriers',
  support: 'Support: what supporters did for those whom they reached',
  feeds: 'Health of the feeds of providers',
};

const LABELS: Readonly<Record<string, string>> = {
  measure: 'Measure',
  measure_version: 'Version of the measure',
  unit: 'Unit of the values',
  filters: 'Filters',
  scope: 'Whose rows were counted',
  as_of: 'As of',
  boundaries: 'Boundaries of boards',
  areas: 'What places a referral',
  per: 'Counted per',
  panel: 'Providers',
  gap: 'Days without attendance that are no silence yet',
  disclosure_profile: 'Disclosure profile',
  editions: 'Reference editions',
  build: 'Build of Waymark',
  excluded: 'Left out, by why',
  settling: 'Records still on their way into the tables',
  notes: 'Keep in mind',
  link: 'Link that gives the same figures again',
};

const DISCLOSURE: Readonly<Record<Profile, string>> = {
  none: 'Exact counts, small ones too: they may tell of single people. Not for passing on.',
  hes: 'Below national level, counts of 1 to 7 people are withheld and all others rounded to the nearest 5; shares and limits are made from the rounded counts.',
  research:
    'Counts of 7 people or fewer are withheld and all others rounded to the nearest 5; shares and limits are made from the rounded counts.',
};

/** The label under which a member of the provenance stands on the cover. */
export function labelOf(name: string): string {
  return LABELS[name] ?? name;
}

/** What a workbook is, how its figures were made, and what its signs mean. */
export function coverSheet(call: DataCall, answer: Envelope, about: Provenance): Sheet {
  const measure = measureIn(about);
  const title = TITLES[call.name] ?? call.name;
  return {
    name: 'Cover',
    rows: [
      ['Title', measure && call.name !== 'measures' ? `${measure.name}: ${title}` : (measure?.name ?? title)],
      ['What it is', measure?.sentence ?? title],
      ['From', 'Waymark: whether activity-based social prescribing works, and for whom'],
      ...Object.entries(about).map(([name, value]): Cell[] => [labelOf(name), value]),
      ['Disclosure control', DISCLOSURE[answer.profile]],
      [CONFIDENTIAL, 'Confidential: withheld, because it is or would tell a count of too few people'],
      ['Empty cell', 'There is no such figure, for example a share of nobody'],
      ['Sheets', 'Definitions: the measure and every column. After it one sheet for each table.'],
    ],
  };
}

/** The measure as the registry defines it, and each column of each table. */
export function definitionsSheet(about: Provenance, tables: readonly Table[]): Sheet {
  const measure = measureIn(about);
  const columns = tables.flatMap((table) =>
    table.columns.map(({ name, meaning }): Cell[] => [table.name, name, meaning]),
  );
  return {
    name: 'Definitions',
    header: ['about', 'item', 'meaning'],
    rows: [...(measure ? measureRows(measure) : []), ...columns],
  };
}

function measureIn({ measure }: Provenance): MeasureWords | undefined {
  return findAnyMeasure(String(measure));
}

function measureRows(measure: MeasureWords): Cell[][] {
  const items: [string, string][] = [
    ['Name', measure.name],
    ['Version', String(measure.version)],
    ['In a sentence', measure.sentence],
    ['Numerator', measure.numerator],
    ['Denominator', measure.denominator ?? 'None: it is a count'],
    ['Maturity', measure.maturity ?? 'None: counted at once'],
    ...measure.caveats.map((caveat): [string, string] => ['Caveat', caveat]),
    ...measure.published.map((value): [string, string] => ['Published value', publishedText(value)]),
  ];
  return items.map(([item, meaning]) => [measure.id, item, meaning]);
}

/** A published value with its limits, size and source, and how its definition differs. */
function publishedText({ value, limits, n, source, differs }: PublishedValue): string {
  const within = limits ? ` (${limits[0]} to ${limits[1]})` : '';
  const of = n === null ? '' : `, n = ${n}`;
  return `${value}${within}${of}. ${source}. Differs: ${differs}`;
}
