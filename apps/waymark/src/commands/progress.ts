const WIDTH = 24;

/** One line on stderr that shows how far a long job is; silent where stderr is no terminal, but for the last state. */
export class ProgressLine {
  private lastAt = 0;

  constructor(private readonly label: string) {}

  /** @param share 0 to 1; undefined when the end is not known. */
  show(share: number | undefined, note: string): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.lastAt < 100) return;
    this.lastAt = now;
    process.stderr.write(`\r\u001b[K${this.label} ${bar(share)} ${note}`);
  }

  end(note: string): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${this.label} ${note}\n`);
  }
}

function bar(share: number | undefined): string {
  if (share === undefined) return '';
  const filled = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH);
  return `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${String(Math.floor(share * 100)).padStart(3)}%`;
}
