import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { InFlight } from '../in-flight.js';
import { APPOINTMENTS_PROFILE, csvOf, HEADER, someAppointments } from '../testing/appointments.js';
import { openIngestServer, type IngestServer } from '../testing/ingest-server.js';
import type { ImportAnswer } from './imports.js';

/** Enough rows for several batches. */
const FILE = csvOf(someAppointments(300));
const ROWS = FILE.trim().split('\n').length - 1;
/** Where the file is cut: within a row, behind more than one batch. */
const CUT = Math.floor(FILE.length * 0.75);

let server: IngestServer;
let port: number;
let inFlight: InFlight;
beforeEach(async () => {
  inFlight = new InFlight();
  server = await openIngestServer({ inFlight });
  await server.app.listen(0, '127.0.0.1');
  port = (server.app.getHttpServer().address() as AddressInfo).port;
  await server.send({ method: 'PUT', path: '/v1/profiles/appointments', body: APPOINTMENTS_PROFILE });
});
afterEach(() => server.close());

type Body = ImportAnswer & { code?: string; detail?: string };

const begin = (id: string, headers: Record<string, string> = {}): ClientRequest =>
  beginAt(`/v1/imports?profile=appointments&id=${id}`, headers);

function beginAt(path: string, headers: Record<string, string> = {}): ClientRequest {
  const upload = request({
    ...{ port, method: 'POST', path },
    headers: { authorization: `Bearer ${server.secrets.acme}`, 'content-type': 'text/csv', ...headers },
  });
  upload.on('error', () => undefined);
  return upload;
}

async function answered(upload: ClientRequest): Promise<{ status: number; body: Body }> {
  const [answer] = (await once(upload, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return { status: answer.statusCode ?? 0, body: JSON.parse(text) as Body };
}

async function send(id: string, body: string | Buffer, headers?: Record<string, string>) {
  const upload = begin(id, headers);
  upload.end(body);
  return answered(upload);
}

async function progressOf(id: string): Promise<Body> {
  const { body } = await server.send({ method: 'GET', path: `/v1/imports/${id}` });
  return body as unknown as Body;
}

/** Waits until the job is as asked for. */
async function until(id: string, is: (job: Body) => boolean): Promise<Body> {
  for (;;) {
    const job = await progressOf(id);
    if (is(job)) return job;
    await sleep(10);
  }
}

test('rows are in the log, and progress is told, while the body still comes', async () => {
  const upload = begin('a');
  upload.write(FILE.slice(0, CUT));
  const job = await until('a', ({ rows }) => rows > 0);
  expect(job).toMatchObject({ state: 'running', revision: 0 });
  expect((await server.stored()).length).toBeGreaterThanOrEqual(1_000);
  upload.end(FILE.slice(CUT));
  expect((await answered(upload)).body).toMatchObject({ state: 'completed', rows: ROWS, accepted: ROWS });
});

test('a body cut in half leaves its whole rows, and the same job goes on', async () => {
  const upload = begin('a');
  upload.write(FILE.slice(0, CUT));
  await until('a', ({ rows }) => rows > 0);
  upload.destroy();
  const broken = await until('a', ({ state }) => state === 'broken');
  expect(broken).toMatchObject({ fault: 'body_cut_off', rejected: 0, revision: 0 });
  const { body } = await send('a', FILE);
  expect(body).toMatchObject({ state: 'completed', revision: 0, rows: ROWS, rejected: 0 });
  expect(body.duplicates).toBe(broken.rows);
  expect(await server.stored()).toHaveLength(ROWS * 3);
});

test('two imports through one profile at once: the second is told when to come again', async () => {
  const first = begin('a');
  first.write(FILE.slice(0, CUT));
  await until('a', ({ rows }) => rows > 0);
  for (const id of ['a', 'b']) {
    expect(await send(id, FILE)).toMatchObject({ status: 409, body: { code: 'import_running' } });
  }
  first.end(FILE.slice(CUT));
  expect((await answered(first)).status).toBe(200);
  expect((await send('b', FILE)).body).toMatchObject({ revision: 1, state: 'completed' });
});

test('a server that stops ends the import, and says when to come again', async () => {
  const upload = begin('a');
  upload.write(FILE.slice(0, CUT));
  await until('a', ({ rows }) => rows > 0);
  const closing = server.app.close();
  expect(await answered(upload)).toMatchObject({ status: 503, body: { code: 'stopping' } });
  upload.destroy();
  await closing;
  expect(server.registry.all('import')).toMatchObject([{ id: 'a', state: 'broken', revision: 0 }]);
});

test.each(['/v1/imports:preview?profile=appointments', '/v1/profiles:guess?name=x'])(
  'a server that stops does not wait for a file that is only looked at: %s',
  async (path) => {
    const upload = beginAt(path);
    upload.write(FILE.slice(0, CUT));
    while (inFlight.bytes === 0) await sleep(5);
    const closing = server.app.close();
    expect(await answered(upload)).toMatchObject({ status: 503, body: { code: 'stopping' } });
    upload.destroy();
    await closing;
    expect(inFlight.bytes).toBe(0);
  },
);

test('a fault is answered while the sender still writes', async () => {
  const upload = begin('a');
  // What kind of file it is can be told from its first pieces only when there are some of them.
  upload.write(`PatientId,AppointmentID\n${'1,2\n'.repeat(100_000)}`);
  const answer = await answered(upload);
  expect(answer).toMatchObject({ status: 400, body: { code: 'missing_column', row: 1 } });
  upload.destroy();
});

test('an export may come as gzip', async () => {
  const { body } = await send('a', gzipSync(FILE), { 'content-encoding': 'gzip' });
  expect(body).toMatchObject({ state: 'completed', accepted: ROWS });
});

test.each([
  ['an empty body', '', 'empty_file'],
  ['a quote that nobody closed', `${HEADER}\n"1,2\n`, 'unclosed_quote'],
  ['two headers of one name', `${HEADER},Age\n`, 'duplicate_column'],
])('%s is a fault of the file', async (_name, body, code) => {
  expect(await send('a', body)).toMatchObject({ status: 400, body: { code } });
});
