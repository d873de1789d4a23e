import path from 'node:path';
import type { Page } from 'playwright-core';
import { push, shown } from './testing/calls.js';
import { asked, downloaded, sheetsOf } from './testing/portal/files.js';
import { realPortal } from './testing/portal/real-portal.js';
import { ARTIFACTS, open, settled, signedIn, type Visitor } from './testing/portal/visit.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

const ROOT = path.resolve(__dirname, '../../..');
const WRITES = process.env['WALKTHROUGHS'] === 'write';
/** The pictures of docs/walkthroughs/board-paper.md and reproduced-figure.md; written anew where WALKTHROUGHS says so. */
const WALK = WRITES ? path.join(ROOT, 'docs/walkthroughs/images') : path.join(ARTIFACTS, 'screenshots');
/** The pictures of the walk are of the whole demonstration; the ways are walked at every build with fewer. */
const REFERRALS = WRITES ? 'demo' : '12000';
/** Of so few the retention of most boards is withheld: what is walked then is a measure of many sessions. */
const MEASURE = WRITES ? 'measure=retained.12w' : 'measure=attendance';
/** The quarter before the last whole one, and the same of the year before. */
const [NOW_QUARTER, NOW_YEAR] = [Math.floor(new Date().getUTCMonth() / 3), new Date().getUTCFullYear()];
const quarterBefore = (back: number): string => {
  const nth = NOW_YEAR * 4 + NOW_QUARTER - back;
  return `${Math.floor(nth / 4)}-Q${(nth % 4) + 1}`;
};
const PAIR = WRITES
  ? 'level=quarter&first=2026-Q2&second=2025-Q2'
  : `level=quarter&first=${quarterBefore(2)}&second=${quarterBefore(6)}`;
/** Months with enough people behind each for a control chart. */
const RANGE = WRITES ? '&from=2024-07&to=2026-06' : '';
const WIDTH = 1000;

describe('a board paper and a figure of three months ago, in a browser on the real program', () => {
  const real = realPortal([WALK], () => startProgram({ env: { WAYMARK_SEED: REFERRALS } }));

  async function picture({ page }: Visitor, section: string, name: string): Promise<void> {
    await page.setViewportSize({ width: WIDTH, height: 900 });
    await settled(page);
    await page
      .locator(`section[aria-labelledby="${section}"]`)
      .screenshot({ path: path.join(WALK, `${name}.png`) });
  }

  const sentence = async (page: Page, section: string): Promise<string> =>
    (await page.locator(`section[aria-labelledby="${section}"] [role="status"]`).first().textContent()) ?? '';

  test('an analyst finds where retention fell most, whether it is mix or rates and since when, and hands it on', async () => {
    if (!real.browser) return;
    const analyst = await signedIn(real.browser, real.program, 'icb_analyst');
    const { page } = analyst;
    const [board = ''] = real.program.credentials.users['icb_analyst']?.scope ?? [];

    await open(page, `/places?${MEASURE}`);
    expect(await sentence(page, 'ranking')).toMatch(
      /Since the same quarter a year before it fell most in .+ \(−\d+\.\d points\)/,
    );
    await picture(analyst, 'ranking', 'board-paper-1-steepest');

    await open(page, `/places?${MEASURE}&area=${board}&${PAIR}`);
    expect(await sentence(page, 'compare')).toMatch(
      /come from who is referred .* from what happens to like people \(the rates\)\./,
    );
    await picture(analyst, 'compare', 'board-paper-2-mix-or-rates');

    await open(page, `/trends?${MEASURE}&area=${board}${RANGE}`);
    await picture(analyst, 'spc', 'board-paper-3-since-when');
    expect(await sheetsOf(page)).toBe(1);
    const told = await sentence(page, 'trend');

    const file = await downloaded(page, 'the control chart', 'Excel (XLSX)');
    expect(file.name).toMatch(/\.xlsx$/);
    expect(file.bytes.subarray(0, 2).toString()).toBe('PK');

    await page.getByText('Cite this figure').first().click();
    const [link = ''] =
      /http\S+/.exec((await page.locator('.wm-cite__text').first().textContent()) ?? '') ?? [];
    const colleague = await signedIn(real.browser, real.program, 'icb_analyst');
    await open(colleague.page, link);
    expect(await sentence(colleague.page, 'trend')).toBe(told);
  }, 300_000);

  test('a researcher gets a figure of three months ago again to the last digit, whatever has come since', async () => {
    if (!real.browser) return;
    const { page } = await signedIn(real.browser, real.program, 'researcher');
    const then = new Date(Date.now() - 92 * 86_400_000).toISOString().slice(0, 10);
    const address = `/api/v1/measures/retained.12w?by=quarter&boundaries=current&asOf=${then}`;
    await open(page, `/trends?${MEASURE}&asOf=${then}`);
    const first = await asked<{ rows: unknown[]; asOf: string }>(page, address);
    expect(first.rows.length).toBeGreaterThan(3);

    const { status } = await push(real.program, 'demo-leisure', [lateReferral(real.program, then)]);
    expect(status).toBe(202);
    await shown(real.program);
    expect(await asked(page, address)).toEqual(first);
    await open(page, `/trends?${MEASURE}&asOf=${then}`);
    await page.screenshot({ path: path.join(WALK, 'reproduced-figure.png') });
  }, 300_000);
});

/** Dated before the instant, and received long after it. */
function lateReferral({ credentials }: RunningProgram, day: string): object {
  const prefix = credentials.providers['demo-leisure']?.sourcePrefix ?? '';
  return {
    ...{ specversion: '1.0', id: 'late-1', source: `${prefix}late`, subject: 'late-1' },
    ...{ type: 'org.waymark.referral.received.v1', time: `${day}T09:00:00Z` },
    data: { person: { id: 'late' } },
  };
}
