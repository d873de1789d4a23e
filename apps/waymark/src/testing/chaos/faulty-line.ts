import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a line does to connections: nothing; no listener; cut in the middle of an answer; taken and never answered. */
export type LineFault = 'none' | 'refuses' | 'resets' | 'swallows';

/** A TCP line to a port of this machine that can be made to fail while both of its ends are well. */
export class FaultyLine {
  private fault: LineFault = 'none';
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly to: number,
    private port: number,
  ) {}

  static async open(to: number): Promise<FaultyLine> {
    const line = new FaultyLine(to, 0);
    await line.listen();
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async failFor(fault: LineFault, wait: () => Promise<unknown>): Promise<void> {
    this.fault = fault;
    if (fault === 'refuses') await this.close();
    await wait();
    this.fault = 'none';
    // A connection of which a part was swallowed is of no use any more.
    if (fault === 'swallows') this.cut();
    if (fault === 'refuses') await this.listen();
  }

  async close(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.close();
    this.cut();
    await closed;
  }

  private async listen(): Promise<void> {
    this.server = createServer((socket) => this.join(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private join(caller: Socket): void {
    const called = connect(this.to, '127.0.0.1');
    for (const [socket, other] of [
      [caller, called],
      [called, caller],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    caller.on('data', (bytes) => this.fault !== 'swallows' && called.write(bytes));
    called.on('data', (bytes) => {
      if (this.fault === 'swallows') return;
      if (this.fault !== 'resets') return void caller.write(bytes);
      caller.write(bytes.subarray(0, bytes.length / 2), () => caller.resetAndDestroy());
    });
  }

  private cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }
}
