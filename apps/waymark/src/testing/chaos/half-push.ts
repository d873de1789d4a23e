import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Providers that send half of a push and then nothing, and do not hang up. */
export async function halfPushes(target: { url: string; key: string }, count: number): Promise<Socket[]> {
  return Promise.all(Array.from({ length: count }, () => halfPush(target)));
}

async function halfPush({ url, key }: { url: string; key: string }): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  // It is cut off when the program ends.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /v1/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\n` +
      'Content-Type: application/cloudevents-batch+json\r\nContent-Length: 5000\r\n\r\n[{"specversion":',
  );
  return socket;
}
