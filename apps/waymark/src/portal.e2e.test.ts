import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { tokenOf } from './testing/calls.js';
import { realPortal } from './testing/portal/real-portal.js';
import { startProgram } from './testing/running-program.js';

const SCREENSHOTS = path.resolve(__dirname, '../../../artifacts/screenshots');
/** Enough that most boards have figures that can be shown. */
const REFERRALS = '12000';
const WIDE = { width: 1440, height: 1000 };

describe('the portal in a browser, on the real program with a small demonstration', () => {
  const real = realPortal([SCREENSHOTS], () => startProgram({ env: { WAYMARK_SEED: REFERRALS } }));
  /** What the pages complained about: a refused style or script, an exception. */
  const complaints: string[] = [];

  /** A test in a browser of its own: new cookies, new history. */
  function inBrowser(name: string, run: (page: Page, context: BrowserContext) => Promise<void>): void {
    test(
      name,
      async () => {
        if (!real.browser) return;
        const context = await real.browser.newContext({
          viewport: WIDE,
          baseURL: real.program.url,
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
        try {
          await run(page, context);
        } finally {
          await context.close();
        }
      },
      120_000,
    );
  }

  async function signIn(page: Page, address = '/trends', role = 'icb_analyst'): Promise<void> {
    await page.goto(address);
    await page.getByLabel('Access token').fill(tokenOf(real.program, role));
    await page.keyboard.press('Enter');
    await chartsDrawn(page);
  }

  async function chartsDrawn(page: Page): Promise<void> {
    await page.getByLabel(/Arrow keys move between periods/).waitFor();
    await page.getByLabel(/Arrow keys move between areas/).waitFor();
    await page.waitForLoadState('networkidle');
  }

  const heading = (page: Page) => page.getByRole('heading', { level: 1 });

  async function faults(page: Page): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }

  inBrowser(
    'an analyst signs in and reads the own board against England, without faults for axe',
    async (page) => {
      await page.goto('/');
      expect(await faults(page)).toEqual([]);
      await page.screenshot({ path: path.join(SCREENSHOTS, 'sign-in-1440.png') });
      await signIn(page);
      expect(await heading(page).textContent()).toMatch(/^Uptake within 8 weeks NHS /);
      expect(await page.getByRole('status').first().textContent()).toMatch(
        /uptake within 8 weeks in NHS .* was \d+%/,
      );
      expect(
        await page
          .getByText(/Figures hold everything received up to/)
          .first()
          .isVisible(),
      ).toBe(true);
      expect(await page.getByText(/come from an invented edition/).isVisible()).toBe(true);
      await page.getByText('Show the trend as a table').click();
      await page.getByText('Show the boards as a table').click();
      await page.getByText('Filter by who is counted, or by what they went to').click();
      expect(await faults(page)).toEqual([]);
    },
  );

  inBrowser(
    'the measure is changed by keyboard alone; back, forward and a deep link give the same view',
    async (page) => {
      await signIn(page);
      // The answer to the banner about cookies leaves the focus behind it, on the page's main part.
      await page.reload();
      await chartsDrawn(page);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content');
      await page.keyboard.press('Enter');
      while ((await page.evaluate(() => document.activeElement?.id)) !== 'measure')
        await page.keyboard.press('Tab');
      await page.keyboard.type('Attendance');
      await page.keyboard.press('Enter');
      await page.waitForURL(/measure=attendance/);
      await chartsDrawn(page);
      expect(await heading(page).textContent()).toMatch(/^Attendance/);

      const sentence = await page.getByRole('status').first().textContent();
      const link = page.url();
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: /^Uptake within 8 weeks/ }).waitFor();
      await page.goForward();
      await page.getByRole('heading', { level: 1, name: /^Attendance/ }).waitFor();

      const elsewhere = await (await real.browser!.newContext({ viewport: WIDE })).newPage();
      await signIn(elsewhere, link);
      expect(elsewhere.url()).toBe(link);
      expect(await elsewhere.getByRole('status').first().textContent()).toBe(sentence);
      await elsewhere.context().close();
    },
  );

  inBrowser('the points of both charts are walked with arrow keys, visibly', async (page) => {
    await signIn(page);
    const points = page.getByLabel(/Arrow keys move between periods/).getByRole('img');
    await points.last().press('Home');
    const first = await points.first().getAttribute('aria-label');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(first);
    const period = /^(.*?):/.exec(first ?? '')?.[1] ?? '';
    expect(await page.locator('.wm-reading strong').textContent()).toBe(period);
    const rows = page.getByLabel(/Arrow keys move between areas/).getByRole('img');
    await rows.first().press('End');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      await rows.last().getAttribute('aria-label'),
    );
  });

  inBrowser("the downloaded file is the API's CSV of the question on show", async (page) => {
    await signIn(page, '/trends?measure=attendance&by=month');
    const asked = page.waitForRequest((request) => request.headers()['accept'] === 'text/csv');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download these figures as CSV' }).click();
    const file = readFileSync(await (await download).path(), 'utf8');
    const answer = await page.request.get((await asked).url(), { headers: { accept: 'text/csv' } });
    const expected = await answer.text();
    expect(file.split('\r\n')[0]).toBe(expected.split('\r\n')[0]);
    expect(withoutInstant(file)).toEqual(withoutInstant(expected));
    expect(file.split('\r\n').length).toBeGreaterThan(3);
    expect((await download).suggestedFilename()).toMatch(/^waymark-attendance-.*-by-month\.csv$/);
  });

  inBrowser(
    'every role finds its page, and an administrator that there is nothing to see',
    async (page, context) => {
      for (const role of ['provider', 'researcher', 'controller']) {
        await signIn(page, '/trends', role);
        await context.clearCookies();
      }
      await page.goto('/');
      await page.getByLabel('Access token').fill(tokenOf(real.program, 'admin'));
      await page.keyboard.press('Enter');
      await page.getByText(/and see no figures/).waitFor();
    },
  );

  inBrowser('a failing API is told with its reason, and tried again', async (page) => {
    await signIn(page);
    const body = { status: 503, code: 'warehouse_unavailable', detail: 'The tables cannot be read now.' };
    const failing = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(body) };
    await page.route('**/api/v1/measures/dna?**', (route) => route.fulfill(failing));
    await page.getByLabel('Measure', { exact: true }).selectOption('dna');
    await page.getByText('warehouse_unavailable').first().waitFor({ timeout: 30_000 });
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: path.join(SCREENSHOTS, 'trends-failing-1440.png') });
    await page.unroute('**/api/v1/measures/dna?**');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await chartsDrawn(page);
  });

  inBrowser(
    'nothing is cut off at 320 px, which is 1280 px at 400%, and every target is at least 24 px',
    async (page) => {
      await signIn(page);
      for (const width of [320, 375, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForFunction(
          (wide) => (document.querySelector('.wm-chart > svg')?.clientWidth ?? 9_999) < wide,
          width,
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const sizes = await page
          .locator('main button, main select, main summary')
          .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
        await page.screenshot({ path: path.join(SCREENSHOTS, `trends-${width}.png`), fullPage: true });
      }
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: path.join(SCREENSHOTS, 'trends-print.png'), fullPage: true });
      expect(await page.getByLabel('Measure', { exact: true }).isVisible()).toBe(false);
    },
  );

  test('no page broke the content security policy or threw', () => {
    // The browser notes an answer of 401 (who is not signed in yet) and the 503 that a test made.
    expect(complaints.filter((text) => !/status of (401|503)/.test(text))).toEqual([]);
  });
});

/** The instant judged at moves on with the clock. */
function withoutInstant(csv: string): string[] {
  return csv.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant').split('\r\n');
}
