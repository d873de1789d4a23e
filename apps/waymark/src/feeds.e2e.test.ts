import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { openWorkbook } from '../../portal-api/src/testing/workbook.js';
import { call, shown, tokenOf } from './testing/calls.js';
import { coloursOf, downloaded, sizeOfPng } from './testing/portal/files.js';
import { realPortal } from './testing/portal/real-portal.js';

const SCREENSHOTS = path.resolve(__dirname, '../../../artifacts/screenshots');
const WIDTHS = [1440, 375];
const DAY_MS = 86_400_000;
const PROVIDER = 'demo-leisure';

/** One provider’s own way through the pages of Feeds, from nothing to an event that counts: each test goes on where the last ended. */
describe('the feed of a provider in a browser, on the real program', () => {
  let context: BrowserContext;
  let page: Page;
  let key = '';
  let prefix = '';

  const real = realPortal([SCREENSHOTS], undefined, async ({ browser, program }) => {
    prefix = program.credentials.providers[PROVIDER]?.sourcePrefix ?? '';
    context = await browser.newContext({
      ...{ viewport: { width: 1440, height: 1000 }, baseURL: program.url, reducedMotion: 'reduce' },
    });
    page = await context.newPage();
  });

  function inBrowser(name: string, run: () => Promise<void>): void {
    test(
      name,
      async () => {
        if (real.browser) await run();
      },
      120_000,
    );
  }

  const settled = async (): Promise<void> => {
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .wm-loading') === null);
  };

  /** What axe and a narrow screen find wrong; pictures of both widths are kept. */
  async function look(name: string): Promise<string[]> {
    await settled();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    );
    for (const width of [...WIDTHS, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) found.push(`${wide} px wide on a screen of ${width}`);
      if (width > 320)
        await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1440, height: 1000 });
    return found;
  }

  const push = async (events: object[]): Promise<{ status: number; body: { accepted?: number } }> =>
    call(`${real.program.url}/v1/events`, key, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });

  const event = (id: string, type: string, days: number, data: object): object => ({
    ...{ specversion: '1.0', id, source: `${prefix}crm`, subject: 'referral-1' },
    ...{ type: `org.waymark.${type}.v1`, time: new Date(Date.now() - days * DAY_MS).toISOString(), data },
  });

  inBrowser('who signs in for a feed of which nothing came is shown the ways to begin', async () => {
    await page.goto('/feeds');
    await page.getByLabel('Access token').fill(tokenOf(real.program, 'provider'));
    await page.keyboard.press('Enter');
    await page.getByText('Nothing of yours has arrived yet.').waitFor();
    expect(await page.getByRole('navigation', { name: 'Feeds' }).getByRole('link').allTextContents()).toEqual(
      [...['My feed', 'Send a file', 'Keys', 'For developers']],
    );
    expect(await look('feeds-nothing')).toEqual([]);
  });

  inBrowser('a key is issued by keyboard alone, and shown once', async () => {
    await page.getByRole('navigation', { name: 'Feeds' }).getByRole('link', { name: 'Keys' }).click();
    await page.getByRole('heading', { name: 'Issue a key' }).waitFor();
    while ((await page.evaluate(() => document.activeElement?.textContent)) !== 'Issue a live key')
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: /Your new live key/ }).waitFor();
    key = await page.locator('#issued-key').inputValue();
    expect(key).toMatch(/^wmk_live_/);
    expect(await look('feeds-keys')).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Issue a key' }).waitFor();
    expect(await page.content()).not.toContain(key);
  });

  inBrowser(
    'an event is tried in the page, refused with the way to put it right, and then taken',
    async () => {
      await page.goto('/feeds/developers');
      await page.getByLabel('Begin with').selectOption('One that is refused');
      await page.getByRole('button', { name: 'Check it' }).click();
      await page.getByRole('heading', { name: 'It would be refused' }).waitFor();
      expect(await page.locator('.wm-told').textContent()).toMatch(
        /outcome in data.*Use one of the listed codes/s,
      );
      expect(await look('feeds-developers')).toEqual([]);
      await page.getByLabel('Begin with').selectOption('A referral was received');
      await page.getByRole('button', { name: 'Check it' }).click();
      await page.getByRole('heading', { name: 'It would be taken' }).waitFor();
    },
  );

  inBrowser(
    'what is pushed with the key is seen to arrive, and what was refused with its reason',
    async () => {
      const booking = { bookingId: 'booking-1', activityProvider: 'leisure', activity: 'walking' };
      const first = new Date(Date.now() - 25 * DAY_MS).toISOString();
      const taken = [
        event('received-1', 'referral.received', 40, {
          person: { id: 'person-1' },
          icb: 'S0E4D',
          route: 'gp',
        }),
        event('booked-1', 'booking.made', 30, { ...booking, startsAt: first }),
        event('attended-1', 'attendance.recorded', 25, { bookingId: 'booking-1', outcome: 'attended' }),
      ];
      expect(await push(taken)).toMatchObject({ status: 202, body: { accepted: 3 } });
      const wrong = event('attended-2', 'attendance.recorded', 1, { bookingId: 'booking-2', outcome: 'yes' });
      expect(await push([wrong])).toMatchObject({ status: 422 });
      await shown(real.program);
      // The counts of what was refused are kept every few seconds.
      const feed = async (): Promise<{ rejects: object[] }> =>
        (await call<{ rejects: object[] }>(`${real.program.url}/v1/feed`, key)).body;
      while ((await feed()).rejects.length === 0) await sleep(100);
      await page.goto('/feeds');
      await page
        .getByText(/^The last event arrived less than a minute ago|^The last event arrived \d+ minutes? ago/)
        .waitFor();
      await page.getByRole('heading', { name: /1 × outcome in data/ }).waitFor();
      const people = page.getByRole('region', { name: 'People who may be about to stop' });
      expect(await people.first().textContent()).toMatch(/referral-1.*no session for three weeks/s);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download this list as CSV' }).click();
      expect((await download).suggestedFilename()).toBe(`waymark-${PROVIDER}-may-be-about-to-stop.csv`);
      expect(await look('feeds-my-feed')).toEqual([]);
    },
  );

  inBrowser('the week is had as a workbook and as a picture, made in the page', async () => {
    const workbook = await downloaded(page, 'the week', 'Excel (XLSX)');
    expect(workbook.name).toBe(`waymark-${PROVIDER}-week.xlsx`);
    const [sheet] = openWorkbook(workbook.bytes);
    expect(sheet?.cells).toHaveLength(8);
    expect(sheet?.cells.at(-1)?.slice(0, 2)).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/), 3]);
    const picture = await downloaded(page, 'the week', 'Picture (PNG)');
    expect(sizeOfPng(picture.bytes)[0]).toBeGreaterThan(500);
    expect(await coloursOf(page, picture.bytes)).toBeGreaterThan(10);
  });

  inBrowser('the days of the week are walked with arrow keys', async () => {
    const days = page.getByLabel(/Arrow keys move between days/).getByRole('img');
    await days.last().press('Home');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      await days.first().getAttribute('aria-label'),
    );
  });

  inBrowser('once it is revoked in the page the key is refused', async () => {
    await page.goto('/feeds/keys');
    const id =
      (await page
        .getByRole('button', { name: /^Revoke key-/ })
        .first()
        .textContent()) ?? '';
    await page.getByRole('button', { name: id }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText(/is revoked\. Within a second it is refused everywhere\./).waitFor();
    let status = 0;
    while (status !== 401) ({ status } = await push([event('late', 'referral.closed', 0, {})]));
    expect(await look('feeds-revoked')).toEqual([]);
  });
});
