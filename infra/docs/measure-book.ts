import {
  BREAKDOWNS,
  DIMENSIONS,
  EVERY_MEASURE,
  isByTime,
  RATE_BREAKDOWNS,
  type AnyMeasure,
  type Breakdown,
  type MeasureWords,
  type PublishedValue,
} from '@waymark/measures';
import { escaped, table } from './markdown.js';

const INTRODUCTION = `# The measure book

Every number that Waymark shows, as the registry of \`packages/measures\` defines it; made from that registry, which the API,
the portal and the downloads read too. A test holds that it is current; \`WRITE_DOCS=1 npx jest --selectProjects unit infra/docs\`
writes it again.

Two rules hold everywhere. Every numerator is counted within its denominator. Every numerator has an end in time as well as its
denominator a maturity, so that an old cohort is not flattered by longer follow-up and a trend never bends because of today's
date. A changed definition is a new version; old versions stay answerable.

Definitions disagree in this field, so none is shown without its denominator, and published values stand beside ours with how
they differ.`;

/** The page docs/measures.md. */
export function measureBook(): string {
  const parts = [
    INTRODUCTION,
    '## All of them',
    table(
      ['id', 'version', 'name', 'unit', 'better'],
      EVERY_MEASURE.map(({ id, version, name, unit, improvement }) => [
        `[\`${id}\`](#${anchor(id)})`,
        ...[String(version), name, UNITS[unit], BETTER[improvement]],
      ]),
    ),
    '## Each of them',
    ...EVERY_MEASURE.map(measureSection),
    breakdowns(),
  ];
  return `${parts.join('\n\n')}\n`;
}

const UNITS: Readonly<Record<AnyMeasure['unit'], string>> = {
  count: 'count',
  proportion: 'proportion, 0 to 1',
  days: 'days',
  per_1000_years: 'per 1,000 people and year',
  points: 'points of the score',
  minutes: 'minutes a week',
  met_minutes: 'MET-minutes a week',
};

const BETTER: Readonly<Record<MeasureWords['improvement'], string>> = {
  increase: 'higher',
  decrease: 'lower',
  neutral: 'neither',
};

/** As Markdown's renderers make it of a title. */
const anchor = (title: string): string => title.toLowerCase().replace(/[^a-z0-9_-]/g, '');

function measureSection(measure: AnyMeasure): string {
  const { id, version, name, sentence, unit, improvement, numerator, denominator, maturity } = measure;
  const rows = [
    ['name', name],
    ['version', String(version)],
    ['unit', UNITS[unit]],
    ['better', BETTER[improvement]],
    ['numerator', numerator],
    ['denominator', denominator ?? 'none: it is a count'],
    ['maturity', maturity ?? 'none: counted at once'],
    ['by month, quarter, year', byTime(measure) ? 'yes' : 'no: it has no end in time'],
    ...('rate' in measure ? [['breakdowns', RATE_BREAKDOWNS.join(', ')]] : []),
  ].map(([item = '', meaning = '']) => [item, escaped(meaning)]);
  return [
    `### ${id}`,
    escaped(sentence),
    table(['item', 'meaning'], rows),
    ...(measure.caveats.length > 0
      ? [`Keep in mind:\n\n${measure.caveats.map((caveat) => `- ${escaped(caveat)}`).join('\n')}`]
      : []),
    ...(measure.published.length > 0 ? [`Published:\n\n${published(measure.published)}`] : []),
  ].join('\n\n');
}

/** Only what is counted may have no end in time: curves count whoever still waits as far as they have waited. */
function byTime(measure: AnyMeasure): boolean {
  return !('counting' in measure) || isByTime(measure.counting);
}

function published(values: readonly PublishedValue[]): string {
  return table(
    ['value', 'limits', 'n', 'source', 'how it differs'],
    values.map(({ value, limits, n, source, differs }) => [
      String(value),
      limits ? limits.join(' to ') : '',
      n === null ? '' : String(n),
      ...[escaped(source), escaped(differs)],
    ]),
  );
}

const OPEN_CODES: Readonly<Partial<Record<Breakdown, string>>> = {
  month: 'such as `2026-03`',
  quarter: 'such as `2026-Q1`',
  year: 'such as `2026`',
  provider: 'ids of the registry of providers',
  activity_provider: 'ids as their senders name them',
};

function breakdowns(): string {
  const rows = BREAKDOWNS.map((breakdown) => {
    const { name, codes, unknown, additive } = DIMENSIONS[breakdown];
    const known = codes === null ? (OPEN_CODES[breakdown] ?? 'ODS codes') : listed(codes);
    return [`\`${breakdown}\``, name, known, listed(unknown), additive ? 'yes' : 'no'];
  });
  const head = ['breakdown', 'name', 'codes', 'rows of what is not known', 'rows may be summed'];
  return `## Breakdowns

Any two or three together; each is also a filter. Attributes are those at the measure's time zero. What is not known is a row of
its own, so that rows sum.

${table(head, rows)}`;
}

const listed = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([code, label]) => `\`${code}\` ${escaped(label)}`)
    .join('; ');
