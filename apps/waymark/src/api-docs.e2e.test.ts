import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../infra/test/browser.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

describe('the page of the API in a browser, from the real program', () => {
  let program: RunningProgram | undefined;
  let browser: Browser | undefined;
  /** What the page complained about: a refused style or script, an exception. */
  const complaints: string[] = [];
  const requested: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    if (browser) program = await startProgram();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function opened(browser: Browser, width: number): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      baseURL: program?.url ?? '',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => requested.push(request.url()));
    await page.goto('/api-docs');
    return page;
  }

  test('has no fault for axe', async () => {
    if (!browser) return;
    const page = await opened(browser, 1440);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.context().close();
  }, 120_000);

  test.each([1440, 320])(
    'at %d pixels does not scroll sideways, and asks nobody else for anything',
    async (width) => {
      if (!browser) return;
      const page = await opened(browser, width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      expect(requested.filter((address) => !address.startsWith(program?.url ?? ' '))).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  test('is read with the keyboard: past the list to the calls, and from the list to one of them', async () => {
    if (!browser) return;
    const page = await opened(browser, 1440);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    const link = page.getByRole('link', { name: 'GET /api/v1/measures/{id}' });
    await link.focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { name: 'GET /api/v1/measures/{id}' });
    expect(await heading.getAttribute('id')).toBe(new URL(page.url()).hash.slice(1));
    await page.context().close();
  }, 120_000);
});
