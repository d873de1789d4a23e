import type { AnyStoredEvent } from '@waymark/events';

/** A stored event with what the log knows of it: everything the meaning of an event may depend on. */
export interface KnownEvent {
  event: AnyStoredEvent;
  /** Canonical content hash: tells a duplicate from a conflict. */
  contentHash: string;
  partition: number;
  offset: number;
  /** `receivedtime`: the log's append time, epoch ms, never earlier than that of the record before it in its partition. */
  receivedAt: number;
}
