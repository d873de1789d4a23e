/** A fault of a command that the person at the keyboard can mend; its message is all that is shown. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
}

/** The system's own words for a failed file or network operation. */
export function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error && fault.cause.message ? fault.cause.message : fault.message;
}
