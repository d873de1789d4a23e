import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What a line does to connections: nothing; no listener; cut in the middle of an answer; taken and never answered; held back
 * both ways until the fault is over.
 */
export type LineFault = 'none' | 'refuses' | 'resets' | 'swallows' | 'holds';

/** A TCP line to a port of this machine that can be made to fail while both of its ends are well. */
export class FaultyLine {
  private fault: LineFault = 'none';
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly to: number,
    private port: number,
    private readonly passed: (answer: Buffer, line: number) => Buffer,
  ) {}

  static async open(
    to: number,
    passed: (answer: Buffer, line: number) => Buffer = (answer) => answer,
  ): Promise<FaultyLine> {
    const line = new FaultyLine(to, 0, passed);
    await line.listen();
    return line;
  }

  /** A line to a Kafka broker. Brokers tell their clients where to go on; over this one they go on over the line. */
  static openToBroker(broker: string): Promise<FaultyLine> {
    const to = Number(broker.split(':')[1]);
    return FaultyLine.open(to, (answer, line) => withPlaceOf(line, to, answer));
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.address}`;
  }

  async failFor(fault: LineFault, wait: () => Promise<unknown>): Promise<void> {
    this.fault = fault;
    if (fault === 'refuses') await this.close();
    if (fault === 'holds') for (const socket of this.sockets) socket.pause();
    await wait();
    this.fault = 'none';
    if (fault === 'holds') for (const socket of this.sockets) socket.resume();
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
      const answer = this.passed(bytes, this.port);
      if (this.fault !== 'resets') return void caller.write(answer);
      caller.write(answer.subarray(0, answer.length / 2), () => caller.resetAndDestroy());
    });
    if (this.fault === 'holds') for (const socket of [caller, called]) socket.pause();
  }

  private cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }
}

/** Kafka's protocol writes a place as the host's text and 4 bytes of port: the line's is as long as the broker's. */
function withPlaceOf(line: number, broker: number, answer: Buffer): Buffer {
  const [brokers, lines] = [placeOf(broker), placeOf(line)];
  for (let at = answer.indexOf(brokers); at >= 0; at = answer.indexOf(brokers, at + 1))
    lines.copy(answer, at);
  return answer;
}

function placeOf(port: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(port);
  return Buffer.concat([Buffer.from('127.0.0.1'), bytes]);
}
