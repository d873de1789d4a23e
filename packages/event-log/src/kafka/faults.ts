import { types } from 'node:util';
import { answeredWithin } from '../answered-within.js';
import { OffsetOutOfRange, TopicMismatch } from '../errors.js';
import { LogUnavailable } from '../port.js';

/** Refusals that waiting does not change: what was asked for is wrong. */
const FINAL = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_PARTITIONS',
  'INVALID_CONFIG',
  'INVALID_RECORD',
  'INVALID_GROUP_ID',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
  'OFFSET_OUT_OF_RANGE',
]);

/** Kafka's own name of a fault, found below what kafkajs wrapped around it. */
export function faultType(fault: unknown): string | undefined {
  for (let at = fault; types.isNativeError(at); at = at.cause) {
    if ('type' in at && typeof at.type === 'string') return at.type;
  }
  return undefined;
}

/**
 * What comes out of kafkajs while it talks to a broker may pass (also its odd internal errors when a broker goes away
 * in the middle), except for what a broker refuses for good.
 */
export function asUnavailable(fault: unknown, doing: string): unknown {
  if (fault instanceof LogUnavailable || fault instanceof TopicMismatch || fault instanceof OffsetOutOfRange)
    return fault;
  if (FINAL.has(faultType(fault) ?? '')) return fault;
  const said = faultType(fault) ?? (types.isNativeError(fault) ? fault.message : String(fault));
  return new LogUnavailable(`${doing}: ${said}`, 5, { cause: fault });
}

/** The same promise, but rejected with `LogUnavailable` when it takes longer or fails of what may pass. */
export async function within<T>(ms: number, doing: string, work: Promise<T>): Promise<T> {
  try {
    return await answeredWithin(ms, doing, work);
  } catch (fault) {
    throw asUnavailable(fault, doing);
  }
}
