/**
 * ClickHouse's HTTP interface, as far as the client uses it, over chDB in a process of its own: what stands in for a server
 * on machines where none can be installed. Run by `startFront`; arguments: data directory, port (0 = any).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Session } from 'chdb';

const [directory = '', port = '0'] = process.argv.slice(-2);
const session = new Session(directory);
const running = new Set<Promise<unknown>>();

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const body = await bodyOf(request);
  const query = url.searchParams.get('query');
  const asked = session.queryAsync(query === null ? body : `${query}\n${body}`);
  running.add(asked);
  try {
    response.end((await asked).bytes());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    response.statusCode = 500;
    response.setHeader('x-clickhouse-exception-code', /Code: (\d+)/.exec(message)?.[1] ?? '0');
    response.end(message);
  } finally {
    running.delete(asked);
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => {
  server.close(() => {
    // A session closed under a query never answers; whoever asked may be gone already.
    void Promise.allSettled(running).then(() => {
      session.close();
      process.exit(0);
    });
  });
  server.closeAllConnections();
});
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();
