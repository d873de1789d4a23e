import { z } from 'zod';
import { portalOpenApi } from '../openapi.js';
import type { Row } from '../schemas.js';
import { country, OWN } from './country.js';
import { openTestPortal, type Answer, type TestPortal } from './portal.js';

export const UPTAKE = '/api/v1/measures/uptake.first_session';
export const REFERRALS = '/api/v1/measures/referrals';

/** A portal that shows the country, with a person of each role. */
export async function openCountry(...frozen: Parameters<typeof openTestPortal>): Promise<TestPortal> {
  const portal = await openTestPortal(...frozen);
  const provider = (id: string, name: string): Promise<void> =>
    portal.registry.putProvider({ id, name, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await provider('north', '=North, link workers');
  await provider('west', 'West');
  await portal.person('analyst', 'icb_analyst', [OWN]);
  await portal.person('service', 'provider', ['north']);
  await portal.person('researcher', 'researcher');
  await portal.person('controller', 'controller');
  await portal.person('admin', 'admin');
  await portal.person('nobody-yet', 'icb_analyst');
  await portal.tell(country());
  return portal;
}

/** The rows of an answer, as `[codes of by..., numerator, denominator]`. */
export async function rows(portal: TestPortal, path: string, name: string): Promise<unknown[][]> {
  const answer = await portal.get(path, name);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  const by = new URL(path, 'http://x').searchParams.get('by')?.split(',') ?? [];
  return (answer.body.rows ?? []).map((row) => [
    ...by.map((breakdown) => row[breakdown as keyof Row]),
    row.numerator,
    row.denominator,
  ]);
}

/** Status and code of a refusal. */
export async function refusal(
  portal: TestPortal,
  path: string,
  name?: string,
): Promise<[number, string | undefined]> {
  const { status, body } = await portal.get(path, name);
  return [status, body.code];
}

/** Against the schema of the document itself, not the zod schema it is made from. */
export function expectValid(name: string, { status, body }: Answer): void {
  const schema = portalOpenApi().components?.schemas?.[name] as Parameters<typeof z.fromJSONSchema>[0];
  const parsed = z.fromJSONSchema(schema).safeParse(body);
  expect([status, parsed.error?.issues]).toEqual([200, undefined]);
}
