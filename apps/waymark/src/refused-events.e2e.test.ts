import path from 'node:path';
import type { Page } from 'playwright-core';
import { call, shown, tokenOf } from './testing/calls.js';
import { realPortal } from './testing/portal/real-portal.js';
import { makeRefusedTuesday, type RefusedTuesday } from './testing/refused-tuesday.js';
import { newDataDir, startProgram } from './testing/running-program.js';

/** The pictures of docs/walkthroughs/refused-events.md; written anew where WALKTHROUGHS says so. */
const PICTURES = path.resolve(
  __dirname,
  '../../..',
  process.env['WALKTHROUGHS'] === 'write' ? 'docs/walkthroughs/images' : 'artifacts/screenshots',
);
const PROVIDER = { id: 'demo-leisure', prefix: 'https://demo-leisure.waymark.example/' };

/** docs/walkthroughs/refused-events.md, walked. */
describe('a leisure trust finds that last Tuesday was refused', () => {
  let page: Page;
  let tuesday: RefusedTuesday;

  const real = realPortal(
    [PICTURES],
    async () => {
      const dataDir = newDataDir();
      tuesday = await makeRefusedTuesday(dataDir, PROVIDER);
      return startProgram({ dataDir });
    },
    async ({ browser, program }) => {
      page = await browser.newPage({
        ...{ viewport: { width: 1000, height: 900 }, baseURL: program.url, reducedMotion: 'reduce' },
      });
    },
  );

  function inBrowser(name: string, run: () => Promise<void>): void {
    test(
      name,
      async () => {
        if (real.browser) await run();
      },
      120_000,
    );
  }

  const part = (name: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name, level: 2 }) });

  async function opened(): Promise<void> {
    await page.goto('/feeds');
    await page.getByRole('heading', { name: 'Your results' }).waitFor();
    await page.waitForLoadState('networkidle');
  }

  const picture = (name: string, title: string): Promise<unknown> =>
    part(title).screenshot({ path: path.join(PICTURES, `refused-${name}.png`) });

  inBrowser(
    'the week shows the gap, the refusals name the reason, and the sessions wait for their outcomes',
    async () => {
      await page.goto('/feeds');
      await page.getByLabel('Access token').fill(tokenOf(real.program, 'provider'));
      await page.keyboard.press('Enter');
      const { date, refused } = tuesday;
      const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/London' });
      await page.getByText(`Nothing came on ${day.format(new Date(`${date}T12:00:00Z`))}`).waitFor();
      await page.getByRole('heading', { name: `${refused.length} × outcome in data` }).waitFor();
      expect(await part('Sessions without an outcome').textContent()).toContain(
        `${refused.length} booked sessions`,
      );
      await page.waitForLoadState('networkidle');
      await picture('1-week', 'Did my events arrive?');
      await picture('2-why', 'What was refused, and why');
      await picture('3-waiting', 'Sessions without an outcome');
    },
  );

  inBrowser(
    'an event of that day, tried in the page, is refused with the codes that there are, and taken with one of them',
    async () => {
      await page.goto('/feeds/developers');
      const field = page.getByLabel('One event, or a list of them in brackets');
      await field.fill(JSON.stringify(attendance(tuesday.refused[0]!, 'yes'), null, 2));
      await page.getByRole('button', { name: 'Check it' }).click();
      await page.getByRole('heading', { name: 'It would be refused' }).waitFor();
      await picture('4-try', '3. Try an event here');
      await field.fill(JSON.stringify(attendance(tuesday.refused[0]!, 'attended'), null, 2));
      await page.getByRole('button', { name: 'Check it' }).click();
      await page.getByRole('heading', { name: 'It would be taken' }).waitFor();
    },
  );

  inBrowser('with the mapping put right the same events are sent again, and the gap closes', async () => {
    const { key = '' } = real.program.credentials.providers[PROVIDER.id] ?? {};
    const events = tuesday.refused.map((session) => attendance(session, 'attended'));
    const { status, body } = await call(`${real.program.url}/v1/events`, key, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    expect([status, body]).toMatchObject([202, { accepted: events.length, rejected: 0 }]);
    await shown(real.program);
    await opened();
    expect(await part('Sessions without an outcome').textContent()).toMatch(
      /Every booked session since .* has an outcome/,
    );
    const sentence = await part('How complete your records are').locator('.wm-sentence').textContent();
    expect(sentence).toMatch(/100% of \d+ booked sessions have an outcome/);
    await picture('5-closed', 'Sessions without an outcome');
  });

  /** As the trust's program makes it: own ids, so that sent again it is the same event. */
  const attendance = (
    { subject, bookingId, at }: RefusedTuesday['refused'][number],
    outcome: string,
  ): object => ({
    ...{ specversion: '1.0', id: `outcome-${bookingId}`, source: `${PROVIDER.prefix}groups`, subject },
    ...{ type: 'org.waymark.attendance.recorded.v1', time: at, data: { bookingId, outcome } },
  });
});
