import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../../../infra/test/browser.js';
import { shown } from '../calls.js';
import { startProgram, type RunningProgram } from '../running-program.js';

/** The real program, everything that it holds shown, and a browser to look at it. */
export interface RealPortal {
  /** Undefined where none runs, which `launchBrowser` has said loudly: then there is no program either. */
  browser: Browser | undefined;
  program: RunningProgram;
}

const PATIENCE_MS = 600_000;

/**
 * Opens both before the tests of a `describe`, and closes them after.
 * @param pictures folders that pictures are kept in
 * @param start the program
 * @param then what else has to stand before the first test
 */
export function realPortal(
  pictures: readonly string[],
  start: () => Promise<RunningProgram> = () => startProgram(),
  then: (real: RealPortal & { browser: Browser }) => Promise<void> = async () => undefined,
): RealPortal {
  const real = {} as RealPortal;
  beforeAll(async () => {
    const browser = await launchBrowser();
    if (!browser) return;
    for (const folder of pictures) mkdirSync(folder, { recursive: true });
    real.browser = browser;
    real.program = await start();
    await shown(real.program);
    await then({ ...real, browser });
  }, PATIENCE_MS);
  afterAll(async () => {
    await real.browser?.close();
    // Not there when its start failed, which is told by then.
    await (real.program as RunningProgram | undefined)?.stop();
  });
  return real;
}
