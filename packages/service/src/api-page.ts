import { html, type Html } from './html.js';
import type { OpenApiDocument } from './openapi.js';

/** Where the page's style is: the browser is allowed no style inside a page. */
export const API_PAGE_STYLE = '/api-docs.css';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
}

interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  schema?: Schema;
}

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  default?: unknown;
}

type Content = Record<string, { schema?: Schema }>;

/** One call of the document. */
interface Call {
  id: string;
  /** As in `GET /v1/schemas`. */
  title: string;
  tag: string;
  operation: Operation;
}

/** The description of the API as a page for people: no script, and nothing from elsewhere. */
export function apiPage(document: OpenApiDocument): string {
  const calls = callsOf(document);
  const tags = [...new Set(calls.map(({ tag }) => tag))];
  const { title, version, description } = document.info;
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: the API</title>
        <link rel="stylesheet" href="${API_PAGE_STYLE}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to main content</a>
        <header>
          <h1>${title}: the API</h1>
          <p>${description}</p>
          <p>
            Build ${version}. The same for programs: <a href="/openapi.json">OpenAPI 3.1</a>; the topic of
            events: <a href="/asyncapi.json">AsyncAPI 3.0</a>.
          </p>
        </header>
        <nav aria-label="Calls">${tags.map((tag) => contents(tag, calls))}</nav>
        <main id="main" tabindex="-1">
          ${tags.map((tag) => part(tag, calls))} ${schemas(document.components.schemas)}
        </main>
      </body>
    </html>`.text;
}

function callsOf({ paths }: OpenApiDocument): Call[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method] !== undefined).map((method) => {
      const operation = operations[method] as Operation;
      const title = `${method.toUpperCase()} ${path}`;
      return { id: idOf(title), title, tag: operation.tags?.[0] ?? 'other', operation };
    }),
  );
}

/** Two calls that differ in signs alone keep ids of their own. */
const idOf = (title: string): string =>
  encodeURIComponent(title.toLowerCase().replaceAll(' ', '-').replaceAll('/', '.')).replaceAll('%', '_');

const of = (tag: string, calls: readonly Call[]): Call[] => calls.filter((call) => call.tag === tag);

function contents(tag: string, calls: readonly Call[]): Html {
  return html`<h2>${tag}</h2>
    <ul>
      ${of(tag, calls).map(
        ({ id, title, operation }) => html`<li><a href="#${id}">${title}</a> ${operation.summary ?? ''}</li>`,
      )}
    </ul>`;
}

function part(tag: string, calls: readonly Call[]): Html {
  return html`<section aria-labelledby="part-${idOf(tag)}">
    <h2 id="part-${idOf(tag)}">Calls: ${tag}</h2>
    ${of(tag, calls).map(section)}
  </section>`;
}

function section({ id, title, operation }: Call): Html {
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  const open = operation.security?.length === 0;
  return html`<article aria-labelledby="${id}">
    <h3 id="${id}">${title}</h3>
    <p>${summary ?? ''}</p>
    ${description === undefined ? '' : html`<p>${description}</p>`}
    <p>${open ? 'Open to everyone.' : 'Needs a key or token (Authorization: Bearer).'}</p>
    ${parameters.length === 0 ? '' : parameterTable(title, parameters)}
    ${requestBody === undefined ? '' : html`<p>Body: ${contentOf(requestBody.content)}</p>`}
    ${table(
      `Answers of ${title}`,
      ['Status', 'Meaning', 'Content'],
      Object.entries(responses).map(([status, answer]) => [
        html`${status}`,
        html`${answer.description ?? ''}`,
        contentOf(answer.content),
      ]),
    )}
  </article>`;
}

function parameterTable(title: string, parameters: readonly Parameter[]): Html {
  const rows = parameters.map(({ name, in: where, required, description, schema }) => [
    html`<code>${name}</code>`,
    html`${where}${required === true ? ', needed' : ''}`,
    html`${description ?? ''}`,
    schema === undefined ? html`` : html`${formOf(schema)}`,
  ]);
  return table(`Parameters of ${title}`, ['Name', 'Where', 'Meaning', 'Form'], rows);
}

function table(caption: string, head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<div class="wide" role="group" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = html``, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function contentOf(content: Content = {}): Html {
  const types = Object.entries(content).map(([type, { schema }]) => {
    const name = schema?.$ref?.replace('#/components/schemas/', '');
    return html`<div>
      <code>${type}</code>
      ${name === undefined ? '' : html`<a href="#schema-${name}">${name}</a>`}
    </div>`;
  });
  return html`${types}`;
}

function formOf(schema: Schema): string {
  const { type, format, pattern, items, minimum, maximum } = schema;
  const parts = [
    items ? `list of ${formOf(items)}` : (format ?? (schema.enum ? undefined : type)),
    schema.enum && `one of ${schema.enum.map(String).join(', ')}`,
    pattern,
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
  ];
  return parts.filter((text) => typeof text === 'string').join('; ');
}

function schemas(all: Record<string, unknown>): Html {
  const each = Object.entries(all).map(
    ([name, schema]) =>
      html`<h3 id="schema-${name}">${name}</h3>
        <details>
          <summary>JSON Schema of ${name}</summary>
          <pre tabindex="0" aria-label="JSON Schema of ${name}">${JSON.stringify(schema, null, 2)}</pre>
        </details>`,
  );
  return html`<section aria-labelledby="schemas">
    <h2 id="schemas">Schemas</h2>
    ${each}
  </section>`;
}
