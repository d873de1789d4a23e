import { LogUnavailable, patiently as patientlyOverLog, type PatientOptions } from '@waymark/event-log';
import { WarehouseFault } from '@waymark/warehouse';

export { pause } from '@waymark/event-log';

/** Whether waiting can help; anything else is a bug and may crash. */
export function mayPass(fault: unknown): boolean {
  return (fault instanceof WarehouseFault || fault instanceof LogUnavailable) && fault.retryable;
}

/** A fault in words that quote no record: messages of the warehouse may hold values. */
export function inWords(fault: unknown): string {
  if (fault instanceof WarehouseFault) return `warehouse: ${fault.code}`;
  if (fault instanceof LogUnavailable) return `log: ${fault.message}`;
  return fault instanceof Error ? fault.name : 'unknown';
}

/** The log's `patiently`, over the warehouse, too. */
export function patiently(
  work: () => Promise<void>,
  options: Omit<PatientOptions, 'mayPass'>,
): Promise<void> {
  return patientlyOverLog(work, { ...options, mayPass });
}
