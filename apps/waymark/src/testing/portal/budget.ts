import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { portalDirectory } from '../../../../portal/assets.js';
import { ARTIFACTS, open, settled, type Visitor } from './visit.js';

/** What issue 6 allows; reported beside what was measured, not asserted. */
const ALLOWED = { initialScriptKb: 220, firstChartMs: 1_500, interactionMs: 200 };
const RUNS = 3;

export interface Budget {
  referrals: number;
  allowed: typeof ALLOWED;
  /** Scripts that the first address asks for, gzip, kB of 1,000 bytes. */
  initialScriptKb: number;
  /** From the address to the first chart of the Trends page: the middle of three loads with an empty cache. */
  firstChartMs: number;
  /** The slowest of the keys and clicks below, until the next picture is shown. */
  interactionMs: number;
}

/** Measures the budget of the portal, and keeps it as an artefact. */
export async function measureBudget(visitor: Visitor, referrals: number): Promise<Budget> {
  const budget: Budget = {
    ...{ referrals, allowed: ALLOWED, initialScriptKb: initialScriptKb() },
    firstChartMs: await firstChartMs(visitor),
    interactionMs: await slowestInteractionMs(visitor.page),
  };
  writeFileSync(path.join(ARTIFACTS, 'portal-budget.json'), `${JSON.stringify(budget, undefined, 2)}\n`);
  return budget;
}

function initialScriptKb(): number {
  const html = readFileSync(path.join(portalDirectory, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file = '']) => file);
  const bytes = scripts.map((file) => gzipSync(readFileSync(path.join(portalDirectory, file))).length);
  return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 100) / 10;
}

async function firstChartMs({ context }: Visitor): Promise<number> {
  const measured: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.goto('/trends');
    const chart = await page.waitForFunction(() =>
      document.querySelector('.wm-figure .wm-chart > svg') ? performance.now() : undefined,
    );
    measured.push((await chart.jsonValue()) ?? Number.NaN);
    await page.close();
  }
  return Math.round(measured.toSorted((a, b) => a - b)[1] ?? Number.NaN);
}

interface Watched {
  slowest: number;
}

/** Keys through the points of a chart, a table unfolded, another measure chosen. */
async function slowestInteractionMs(page: Page): Promise<number> {
  await open(page, '/trends');
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.slowest = 0;
    const watch = (list: PerformanceObserverEntryList): void => {
      for (const { duration } of list.getEntries()) watched.slowest = Math.max(watched.slowest, duration);
    };
    new PerformanceObserver(watch).observe({
      type: 'event',
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  const points = page.getByLabel(/Arrow keys move between periods/).getByRole('img');
  await points.last().press('Home');
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
  await page.getByText('Show the trend as a table').click();
  await page.getByLabel('Measure', { exact: true }).selectOption('attendance');
  await page.getByRole('heading', { level: 1, name: /^Attendance/ }).waitFor();
  await settled(page);
  // The observer is told after the next picture.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  return page.evaluate(() => Math.round((window as unknown as Watched).slowest));
}
