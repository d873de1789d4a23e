import { existsSync } from 'node:fs';
import chromiumOfNpm from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/**
 * A real browser for tests: the one at CHROME_PATH, else the Chromium that `npm ci` brings (Linux x64), else an installed
 * Chrome. Undefined when there is none that starts, which is said loudly; with CI=true it throws instead.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  // Sandboxes need rights that containers do not give; the pages are our own. Web security stays on: it is tested.
  const args = ['--no-sandbox', '--font-render-hinting=none'];
  const executablePath = await browserPath();
  try {
    return await chromium.launch(
      executablePath === undefined ? { args, channel: 'chrome' } : { args, executablePath },
    );
  } catch (fault) {
    const reason = fault instanceof Error ? (fault.message.split('\n')[0] ?? '') : String(fault);
    const detail = `no browser (${reason}); CHROME_PATH names a Chrome or Chromium`;
    if (process.env['CHROME_PATH'] !== undefined) throw fault;
    if (process.env['CI'] === 'true') throw new Error(`with CI=true nothing may be skipped: ${detail}`);
    process.stdout.write(`\n!!! SKIPPED: every test that needs a browser, because there is ${detail}\n\n`);
    return undefined;
  }
}

async function browserPath(): Promise<string | undefined> {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`CHROME_PATH names no file: ${given}`);
    return given;
  }
  return process.platform === 'linux' && process.arch === 'x64' ? chromiumOfNpm.executablePath() : undefined;
}
