import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** What each package may import of ours. A package may use what stands right of it, never the other way round. */
const ALLOWED: Record<string, string[]> = {
  events: [],
  pathways: ['events'],
  statistics: [],
  disclosure: [],
  areas: [],
  telemetry: [],
  measures: ['events'],
  'event-log': [],
  warehouse: ['events', 'pathways', 'measures', 'areas'],
  'provider-formats': ['events'],
  charts: [],
  synthetic: ['events', 'areas', 'event-log'],
  service: ['events', 'event-log'],
  'ingest-api': ['events', 'areas', 'event-log', 'provider-formats', 'service'],
  processor: ['events', 'pathways', 'areas', 'event-log', 'warehouse', 'service'],
  'portal-api': [
    'pathways',
    'events',
    'areas',
    'measures',
    'statistics',
    'disclosure',
    'telemetry',
    'event-log',
    'warehouse',
    'service',
  ],
  portal: ['events', 'measures', 'charts', 'telemetry'],
  waymark: [
    ...['events', 'areas', 'event-log', 'warehouse', 'provider-formats', 'synthetic', 'service'],
    ...['ingest-api', 'processor', 'portal-api', 'portal'],
  ],
};

/** Libraries that are imported in one place only. */
const HOMES: [library: RegExp, homes: string[]][] = [
  [/^kafkajs(\/|$)/, ['packages/event-log']],
  [/^(@clickhouse\/client|chdb)(\/|$)/, ['packages/warehouse']],
  [/^@nestjs\//, ['apps/', 'packages/service']],
];

const PURE = ['events', 'pathways', 'measures', 'statistics', 'disclosure', 'areas', 'telemetry', 'charts'];
const IO = /^(node:)?(fs|net|http|https|child_process|worker_threads|dgram|dns|tls)(\/|$)/;

interface SourceFile {
  file: string;
  unit: string;
  test: boolean;
  text: string;
  imports: string[];
}

const files = ['apps', 'packages'].flatMap((kind) =>
  fs.readdirSync(path.join(root, kind)).flatMap((unit) => sources(path.join(root, kind, unit, 'src'), unit)),
);

/** The text of examples: what it says, nothing here does. */
const SHOWN_TO_DEVELOPERS = 'apps/portal/src/pages/developers/examples.ts';

describe('boundaries between packages', () => {
  test('every package imports only what its row of the table allows', () => {
    expect(
      violations((file, name) => {
        const ours = /^@waymark\/([a-z-]+)/.exec(name)?.[1];
        return ours !== undefined && ours !== file.unit && !(ALLOWED[file.unit] ?? []).includes(ours);
      }),
    ).toEqual([]);
  });

  test('every package has a row in the table', () => {
    expect([...new Set(files.map((file) => file.unit))].filter((unit) => !(unit in ALLOWED))).toEqual([]);
  });

  test.each(HOMES)('%s is imported in its home only', (library, homes) => {
    expect(
      violations((file, name) => library.test(name) && !homes.some((home) => file.file.startsWith(home))),
    ).toEqual([]);
  });

  test('pure packages do no I/O', () => {
    expect(violations((file, name) => PURE.includes(file.unit) && IO.test(name))).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = files
      .filter((file) => !file.test && file.file !== SHOWN_TO_DEVELOPERS && /process\.env\b/.test(file.text))
      .map((file) => file.file);
    expect(readers).toEqual(['packages/service/src/settings.ts']);
  });

  test('no package reaches into another by a relative path', () => {
    expect(
      violations((file, name) => {
        if (!name.startsWith('.')) return false;
        const target = path.relative(root, path.resolve(root, path.dirname(file.file), name));
        return !target.split(path.sep).slice(0, 2).join('/').endsWith(`/${file.unit}`);
      }),
    ).toEqual([]);
  });
});

function violations(breaks: (file: SourceFile, name: string) => boolean): string[] {
  return files
    .filter((file) => !file.test)
    .flatMap((file) =>
      file.imports.filter((name) => breaks(file, name)).map((name) => `${file.file} imports ${name}`),
    );
}

function sources(directory: string, unit: string): SourceFile[] {
  return fs
    .readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const absolute = path.join(directory, name);
      const text = fs.readFileSync(absolute, 'utf8');
      const imports = [...text.matchAll(/(?:from|import|import\(|require\()\s*['"]([^'"]+)['"]/g)].map(
        (found) => found[1] ?? '',
      );
      const test = /\.test\.tsx?$/.test(name) || /(^|\/)testing\//.test(name);
      return { file: path.relative(root, absolute), unit, test, text, imports };
    });
}
