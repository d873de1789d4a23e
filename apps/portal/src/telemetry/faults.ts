type Told = (fault: unknown) => void;

let told: Told | undefined;

/** Who is told of faults that a page has caught and shown; nobody until telemetry is agreed to. */
export function onFault(tell: Told | undefined): void {
  told = tell;
}

/** A fault while drawing: React hands it over, the window never sees it. */
export function faultCaught(fault: unknown): void {
  console.error(fault);
  told?.(fault);
}
