export interface Broker {
  /** `host:port`. */
  readonly brokers: string;
  readonly pid: number;
  /** Ends the broker; removes its data unless a directory was given. */
  stop(): Promise<void>;
  /** SIGKILL; the data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  restart(): Promise<void>;
}

/** What a broker would need and this machine lacks; empty when one can be started. */
export function missingForBroker(): string[];
/** The folder of Kafka's jars, fetched by Maven the first time. */
export function ensureJars(): string;
/** Starts a broker; it never outlives the process that started it. */
export function startBroker(options?: { directory?: string; port?: number }): Promise<Broker>;
