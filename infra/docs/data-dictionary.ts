import { EVENT_TYPES, jsonSchemaOf } from '@waymark/events';
import { TOPICS } from '@waymark/event-log';
import * as codes from '../../packages/events/src/codes.js';
import { meaningOf } from './column-meanings.js';
import { escaped, table } from './markdown.js';
import { warehouseTables, type WarehouseTable } from './warehouse-tables.js';

const TOPICS_HOLD: Record<keyof typeof TOPICS, string> = {
  events:
    'Every event as admitted, key `provider/subject`, kept for ever: the truth everything else is made from',
  registry: 'Providers, keys, users, import jobs, profiles, snapshots; the newest record of each key counts',
  reference: 'Editions of areas, practices and deprivation, in parts',
  audit: 'Every question that was answered: who, what, filters, rows, profile',
};

const INTRODUCTION = `# Data dictionary

Made from the code: the topics of the log, the schemas and code lists of \`packages/events\`, and the migrations of
\`packages/warehouse\`. A test holds that it is current; \`WRITE_DOCS=1 npx jest --selectProjects unit infra/docs\` writes it again.`;

/** The page docs/data-dictionary.md. */
export async function dataDictionary(): Promise<string> {
  const tables = await warehouseTables();
  const parts = [INTRODUCTION, topics(), eventTypes(), codeLists()];
  parts.push(
    '## Tables of a generation\n\nMade from the log, and made again beside it by a rebuild.',
    ...tables.filter(({ set }) => set === 'generation').map(tableSection),
    '## Tables beside the generations',
    ...tables.filter(({ set }) => set === 'control').map(tableSection),
  );
  return `${parts.join('\n\n')}\n`;
}

function topics(): string {
  const rows = Object.entries(TOPICS).map(([key, topic]) => [
    `\`${topic.name}\``,
    String(topic.partitions),
    TOPICS_HOLD[key as keyof typeof TOPICS],
  ]);
  return `## Topics of the log\n\n${table(['topic', 'partitions', 'holds'], rows)}`;
}

function eventTypes(): string {
  const sections = EVENT_TYPES.map((type) => {
    const { data } = jsonSchemaOf(type)['properties'] as { data: Schema };
    const fields = fieldRows(data);
    const title = `### \`${type}\``;
    return fields.length === 0 ? title : `${title}\n\n${table(['member of data', 'needed', 'form'], fields)}`;
  });
  return `## Event types\n\nAs providers send them. The envelope is that of CloudEvents 1.0; a person's \`id\` and
\`nhsNumber\` are stored as pseudonyms (\`person.id\`, \`person.nhs\`), \`yearOfBirth\` and \`dateOfBirth\` as \`ageBand\`,
\`person.postcode\` as \`lsoa\`.\n\n${sections.join('\n\n')}`;
}

interface Schema {
  type?: string;
  format?: string;
  pattern?: string;
  description?: string;
  const?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
}

function fieldRows({ properties = {}, required = [], oneOf }: Schema): string[][] {
  if (oneOf) return oneOf.flatMap(instrumentRow);
  return Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    required.includes(name) ? 'yes' : '',
    form(schema),
  ]);
}

/** A measure: one row per instrument, with its scores. */
function instrumentRow({ properties = {} }: Schema): string[][] {
  const { instrument, stage, scores } = properties;
  const members = [`\`stage\` ${form(stage ?? {})}`, `\`scores\` ${form(scores ?? {})}`];
  return [[`\`instrument\` = \`${instrument?.const}\``, 'yes', members.join('; ')]];
}

function form(schema: Schema): string {
  if (schema.enum) return listName(schema.enum);
  if (schema.items) return `list: ${form(schema.items)}`;
  if (schema.properties) {
    const { properties, required = [] } = schema;
    const members = Object.entries(properties).map(
      ([name, member]) => `\`${name}${required.includes(name) ? '' : '?'}\` ${form(member)}`,
    );
    return `{ ${members.join(', ')} }`;
  }
  if (schema.minimum !== undefined) return `${schema.type} ${schema.minimum} to ${schema.maximum}`;
  if (schema.description !== undefined) return schema.description;
  if (schema.pattern !== undefined && schema.format === undefined)
    return `${schema.type} \`${schema.pattern}\``;
  return schema.format ?? schema.type ?? '';
}

type Labels = Readonly<Record<string, string>>;

/** Code lists, by the name they are exported under. */
const CODE_LISTS = Object.entries<unknown>(codes).filter(
  (entry): entry is [string, Labels] => typeof entry[1] === 'object',
);

function listName(wanted: readonly string[]): string {
  const of = (list: Labels): boolean => Object.keys(list).every((code) => wanted.includes(code));
  const exact = CODE_LISTS.filter(([, list]) => Object.keys(list).length === wanted.length && of(list));
  const names = (exact.length > 0 ? exact : CODE_LISTS.filter(([, list]) => of(list))).map(
    ([name]) => `\`${name}\``,
  );
  if (names.length === 0) throw new Error(`no code list holds ${wanted.join(', ')}`);
  return `one of ${names.join(', ')}`;
}

function codeLists(): string {
  const sections = CODE_LISTS.map(([name, list]) => {
    const rows = Object.entries(list).map(([code, label]): string[] => [`\`${code}\``, label]);
    return `### ${name}\n\n${table(['code', 'label'], rows)}`;
  });
  return `## Code lists\n\n${sections.join('\n\n')}`;
}

function tableSection({ name, kind, about, columns }: WarehouseTable): string {
  const facts = about.map((fact) => `- ${fact.name}: ${escaped(fact.text)}`).join('\n');
  const rows = columns.map((column) => {
    const meaning = meaningOf(name, column.name);
    if (meaning === undefined)
      throw new Error(`${name}.${column.name} is not in infra/docs/column-meanings.ts`);
    return [`\`${column.name}\``, column.type === '' ? 'as in `pathways`' : `\`${column.type}\``, meaning];
  });
  const head = `### ${name}${kind === 'view' ? ' (view)' : ''}`;
  return `${head}\n\n${facts}\n\n${table(['column', 'type', 'holds'], rows)}`;
}
