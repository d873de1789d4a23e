import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { measure, shown, tokenOf } from './testing/calls.js';
import { realPortal } from './testing/portal/real-portal.js';
import { cleanRegister, counted, PEOPLE, register, SLIPS } from './testing/register.js';

const ROOT = path.resolve(__dirname, '../../..');
const SCREENSHOTS = path.join(ROOT, 'artifacts/screenshots');
/** The pictures of docs/walkthroughs/first-day.md; written anew where WALKTHROUGHS says so. */
const WALK =
  process.env['WALKTHROUGHS'] === 'write' ? path.join(ROOT, 'docs/walkthroughs/images') : SCREENSHOTS;
const WIDE = { width: 900, height: 900 };
/** Enough to see what a step is about. */
const PICTURE_HEIGHT = 1_100;

describe("a provider's first day, in a browser on the real program", () => {
  const real = realPortal([SCREENSHOTS, WALK]);

  async function signedIn(width: number): Promise<Page> {
    const viewport = { ...WIDE, width };
    const context = await real.browser!.newContext({
      viewport,
      baseURL: real.program.url,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto('/feeds/send');
    await page.getByLabel('Access token').fill(tokenOf(real.program, 'provider'));
    await page.keyboard.press('Enter');
    await step(page, /Choose a file/);
    // The question about measuring stands on every page until it is answered.
    await page.getByRole('button', { name: 'No, do not measure' }).click();
    await page.getByRole('button', { name: 'Hide this message' }).click();
    return page;
  }

  const step = (page: Page, name: RegExp): Promise<void> =>
    page.getByRole('heading', { level: 2, name }).waitFor();

  async function looked(page: Page, picture: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(tooWide).toBeLessThanOrEqual(0);
    const { y, height } = (await page.locator('main section').first().boundingBox())!;
    const scrolled = await page.evaluate(() => window.scrollY);
    const [top, width] = [y + scrolled, page.viewportSize()!.width];
    await page.screenshot({
      path: path.join(/^\d/.test(picture) ? WALK : SCREENSHOTS, `first-day-${picture}.png`),
      fullPage: true,
      clip: { x: 0, y: top, width, height: Math.min(height, PICTURE_HEIGHT) },
    });
  }

  test('a register of 40 people with three slips is mapped, checked, sent and put right, and everything is counted once', async () => {
    if (!real.browser) return;
    const page = await signedIn(WIDE.width);
    await looked(page, '1-choose');
    const file = { name: 'Café walk autumn.csv', mimeType: 'text/csv', buffer: register() };
    await page.getByLabel('Your file').setInputFiles(file);
    await page.getByLabel('By its own columns').check();
    await page.getByRole('button', { name: 'Continue' }).click();

    await step(page, /Say what the columns are/);
    expect(await page.getByLabel('What ‘Client no’ is').inputValue()).toBe('client');
    expect(await page.getByLabel('What ‘Full name’ is').inputValue()).toBe('');
    expect(await page.getByLabel('What ‘Referred’ is').inputValue()).toBe('referredOn');
    await page.getByLabel('The activity of these sessions').selectOption('walking');
    await looked(page, '2-columns');
    await page.getByRole('button', { name: 'Check the file' }).click();

    await step(page, /38 rows can be sent, 3 rows are refused/);
    await page.getByText(/Referred: '31\/02\/2026'/).waitFor();
    await page.getByText(/'Yess' is not one of/).waitFor();
    await looked(page, '3-check');
    await page.getByRole('button', { name: 'Send 38 rows' }).click();

    await step(page, /38 rows are in, 3 rows were refused/);
    await looked(page, '4-refused');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the refused rows' }).click();
    const refused = readFileSync(await (await download).path(), 'utf8');
    expect(refused.trim().split('\r\n')).toHaveLength(1 + SLIPS.length);
    const corrected = SLIPS.reduce((text, { typed, meant }) => putRight(text, typed, meant), refused);

    await page.getByRole('button', { name: 'Send the corrected rows' }).click();
    await step(page, /Choose a file/);
    expect(await page.getByLabel('As before: my-register').isChecked()).toBe(true);
    const again = { name: 'to correct.csv', mimeType: 'text/csv', buffer: Buffer.from(corrected) };
    await page.getByLabel('Your file').setInputFiles(again);
    await page.getByRole('button', { name: 'Continue' }).click();
    await step(page, /Every row can be sent/);
    await page.getByRole('button', { name: `Send ${SLIPS.length} rows` }).click();
    await step(page, /Every row is in/);
    await looked(page, '5-corrected');

    await shown(real.program);
    const { attended, missed } = counted();
    expect((await measure(real.program, 'referrals'))[0]?.value).toBe(PEOPLE);
    expect((await measure(real.program, 'dna'))[0]).toMatchObject({
      ...{ numerator: missed, denominator: attended + missed },
    });
    await page.context().close();
  }, 180_000);

  test('a person who is gone from a whole register is listed, and counts until a person says otherwise', async () => {
    if (!real.browser) return;
    const referrals = async (): Promise<number | null | undefined> => {
      await shown(real.program);
      return (await measure(real.program, 'referrals'))[0]?.value;
    };
    const before = (await referrals()) ?? 0;
    const page = await signedIn(WIDE.width);
    const sent = async (reading: string, people: number): Promise<void> => {
      const file = { name: 'whole.csv', mimeType: 'text/csv', buffer: cleanRegister(people) };
      await page.getByLabel('Your file').setInputFiles(file);
      await page.getByLabel(reading).check();
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await sent('By its own columns', 12);
    await page.getByLabel('The activity of these sessions').selectOption('walking');
    await page.getByLabel('Each file holds every row there is').check();
    await page.getByLabel('Keep these answers as').fill('whole-register');
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Send 12 rows' }).click();
    await page.getByText('None: everything that was sent before is in this file, too.').waitFor();
    await page.getByRole('button', { name: 'Send another file' }).click();
    await step(page, /Choose a file/);
    await sent('As before: whole-register', 11);
    await page.getByRole('button', { name: 'Send 11 rows' }).click();
    await page.getByText(/25 events that earlier files made are not in this file/).waitFor();
    expect(await referrals()).toBe(before + 12);
    await looked(page, 'gone');
    await page.getByRole('checkbox', { name: /they are to count no more/ }).check();
    await page.getByRole('button', { name: 'Take back 25 events' }).click();
    await page.getByText(/25 events are taken back/).waitFor();
    expect(await referrals()).toBe(before + 11);

    // What was said of the columns is kept, and can be changed for the next file.
    await page.getByRole('button', { name: 'Send another file' }).click();
    await step(page, /Choose a file/);
    await sent('As before: whole-register', 10);
    await page.getByRole('button', { name: 'Change how it is read' }).click();
    await step(page, /Say what the columns are/);
    expect(await page.getByLabel('Keep these answers as').inputValue()).toBe('whole-register');
    expect(await page.getByLabel('The activity of these sessions').inputValue()).toBe('walking');
    expect(await page.getByLabel('Each file holds every row there is').isChecked()).toBe(true);
    await looked(page, 'changed');
    await page.context().close();
  }, 120_000);

  test('the way goes by keyboard alone, on a page 320 pixels wide, and a picture named .csv is told', async () => {
    if (!real.browser) return;
    const page = await signedIn(320);
    await looked(page, 'narrow');
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    await page
      .getByLabel('Your file')
      .setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: picture });
    await page.getByLabel('Your file').focus();
    await page.keyboard.press('Tab');
    while (!(await page.getByLabel('By its own columns').isChecked())) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This file is not a table' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    await looked(page, 'picture');

    const file = { name: 'walk.csv', mimeType: 'text/csv', buffer: cleanRegister(5) };
    await page.getByLabel('Your file').setInputFiles(file);
    await tabTo(page, 'Continue');
    await page.keyboard.press('Enter');
    await step(page, /Say what the columns are/);
    await looked(page, 'narrow-columns');
    await tabTo(page, 'The activity of these sessions');
    await page.keyboard.type('Walking');
    await tabTo(page, 'Check the file');
    await page.keyboard.press('Enter');
    await step(page, /Every row can be sent/);
    await looked(page, 'narrow-check');
    await tabTo(page, 'Send 5 rows');
    await page.keyboard.press('Enter');
    await step(page, /Every row is in/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Every row is in');
    await looked(page, 'narrow-done');
    await page.context().close();
  }, 120_000);
});

/** Goes on by Tab until a field or button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      return at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
    });
  for (let tabs = 0; (await focused()) !== name; tabs += 1) {
    expect(tabs).toBeLessThan(60);
    await page.keyboard.press('Tab');
  }
}

/** Puts the cell right, and leaves what is said about it alone. */
function putRight(csv: string, typed: string, meant: string): string {
  const at = csv.lastIndexOf(`,${typed},`);
  expect(at).toBeGreaterThan(0);
  return `${csv.slice(0, at)},${meant},${csv.slice(at + typed.length + 2)}`;
}
