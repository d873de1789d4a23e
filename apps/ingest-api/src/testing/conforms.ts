import type { OpenApiDocument } from '@waymark/service';
import { z } from 'zod';

export interface HttpAnswer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

interface Response {
  headers?: Record<string, { required?: boolean; schema: unknown }>;
  content?: Record<string, { schema: unknown }>;
}

const compiled = new WeakMap<object, z.ZodType>();

/** @throws when the document does not describe this answer: address, status, content type, headers or body. */
export function assertConforms(
  document: OpenApiDocument,
  request: { method: string; path: string },
  answer: HttpAnswer,
): void {
  const what = `${request.method} ${request.path} ${answer.status}`;
  const response = responseOf(document, request, answer.status);
  if (!response) throw new Error(`the document does not describe ${what}`);
  for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined && required !== true) continue;
    check(document, schema, value, `${what}, header ${name}`);
  }
  const type = String(answer.headers['content-type']).split(';')[0] ?? '';
  const content = response.content?.[type];
  if (!content) throw new Error(`the document knows no ${type} of ${what}`);
  check(document, content.schema, type.endsWith('json') ? JSON.parse(answer.text) : answer.text, what);
}

/** Whether a value is what a named schema of the document says. */
export function fits(document: OpenApiDocument, schemaName: string, value: unknown): boolean {
  return schemaOf(document, document.components.schemas[schemaName]).safeParse(value).success;
}

function responseOf(
  document: OpenApiDocument,
  { method, path }: { method: string; path: string },
  status: number,
): Response | undefined {
  const [address = ''] = path.split('?');
  const template =
    address in document.paths
      ? address
      : Object.keys(document.paths).find((candidate) => matches(candidate, address));
  const operation = document.paths[template ?? '']?.[method.toLowerCase()];
  return (operation as { responses: Record<string, Response> } | undefined)?.responses[status];
}

function matches(template: string, address: string): boolean {
  const [given, expected] = [address.split('/'), template.split('/')];
  return (
    given.length === expected.length &&
    expected.every((part, at) => part === given[at] || (part.startsWith('{') && part.endsWith('}')))
  );
}

function check(document: OpenApiDocument, schema: unknown, value: unknown, what: string): void {
  const parsed = schemaOf(document, schema).safeParse(value);
  if (!parsed.success) throw new Error(`${what} is not as described: ${z.prettifyError(parsed.error)}`);
}

/** The JSON Schema as a zod schema, its references pointing to where a schema of its own has them. */
function schemaOf(document: OpenApiDocument, schema: unknown): z.ZodType {
  if (typeof schema !== 'object' || schema === null) throw new Error('the document has no such schema');
  const known = compiled.get(schema);
  if (known) return known;
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const local = JSON.parse(
    text.replaceAll('#/components/schemas/', '#/$defs/'),
  ) as z.core.JSONSchema.JSONSchema;
  const whole = z.fromJSONSchema(local);
  compiled.set(schema, whole);
  return whole;
}
