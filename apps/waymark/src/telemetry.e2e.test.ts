import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { faroPayload } from '@waymark/portal-api';
import { openWarehouse } from '@waymark/warehouse';
import type { Browser, Page, Request } from 'playwright-core';
import { launchBrowser } from '../../../infra/test/browser.js';
import { shown, tokenOf } from './testing/calls.js';
import { startProgram, type RunningProgram } from './testing/running-program.js';

const SCREENSHOTS = path.resolve(__dirname, '../../../artifacts/screenshots');

const CANARIES = /943\D{0,3}476\D{0,3}5919|bloggs|SW1A|canary|wm[uk]_/i;
/** An address as somebody might make one by hand: nothing in it belongs there. */
const ADDRESS =
  '/sign-in?next=%2Ftrends&nhsNumber=943 476 5919&email=jo.bloggs@nhs.example&token=wmu_canary#SW1A%202AA';
const MESSAGE =
  'no person 943 476 5919 (jo.bloggs@nhs.example, SW1A 2AA) at /people/canary1?token=wmu_canary';

interface Sent {
  headers: Record<string, string>;
  text: string;
  payload: ReturnType<typeof faroPayload.parse>;
}

describe('telemetry of the portal, in a browser and on the real program', () => {
  let program: RunningProgram | undefined;
  let browser: Browser | undefined;
  const everythingSent: Sent[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    if (!browser) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    program = await startProgram({ env: { WAYMARK_SEED: '300' } });
    await shown(program);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  interface Opened {
    page: Page;
    sent: Sent[];
    /** Addresses of everything asked for. */
    requested: string[];
  }

  async function opened(width = 1440): Promise<Opened> {
    const context = await browser!.newContext({
      viewport: { width, height: 900 },
      baseURL: program!.url,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const sent: Sent[] = [];
    const requested: string[] = [];
    page.on('request', (request) => {
      requested.push(request.url());
      if (new URL(request.url()).pathname !== '/collect') return;
      const one = read(request);
      sent.push(one);
      everythingSent.push(one);
    });
    return { page, sent, requested };
  }

  /** Agrees, and waits until telemetry has begun. */
  async function agree(page: Page): Promise<void> {
    const begun = page.waitForRequest((request) => new URL(request.url()).pathname === '/collect');
    await page.getByRole('button', { name: 'Yes, I agree' }).click();
    await begun;
    await page.getByText('You have agreed to measuring.').waitFor();
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('Access token').fill(tokenOf(program!, 'controller'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.waitForLoadState('networkidle');
  }

  /** Leaves the page, which sends what is held. */
  async function left(page: Page): Promise<void> {
    await page.waitForTimeout(600);
    await page.goto('about:blank');
  }

  const exceptions = (sent: Sent[]) => sent.flatMap(({ payload }) => payload.exceptions ?? []);
  const events = (sent: Sent[]) => sent.flatMap(({ payload }) => payload.events ?? []);
  const measurements = (sent: Sent[]) => sent.flatMap(({ payload }) => payload.measurements ?? []);

  /** Faults, requests and words that hold what must not leave. */
  async function spill(page: Page): Promise<void> {
    await page.evaluate(async (message) => {
      setTimeout(() => {
        throw new TypeError(message);
      });
      void Promise.reject(new Error(`${message} (rejected)`));
      console.error(message);
      await fetch('https://elsewhere.example/bloggs?nhs=9434765919').catch(() => undefined);
      await fetch('/api/v1/areas?name=bloggs').catch(() => undefined);
    }, MESSAGE);
  }

  test('until somebody agrees nothing is sent or kept, and its code is not even fetched', async () => {
    if (!browser) return;
    const { page, sent, requested } = await opened();
    await page.goto(ADDRESS);
    await signIn(page);
    await spill(page);
    await page.getByRole('button', { name: 'No, do not measure' }).click();
    await left(page);
    expect(sent).toEqual([]);
    expect(requested.filter((address) => /faro/i.test(address))).toEqual([]);
    await page.goto('/cookies');
    expect((await keysKept(page)).filter((key) => /faro/i.test(key))).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('once agreed, faults, times, views and actions are told, and no canary is in anything sent', async () => {
    if (!browser) return;
    const { page, sent } = await opened();
    await page.goto(ADDRESS);
    await agree(page);
    await spill(page);
    await signIn(page);
    await page.getByRole('link', { name: 'Privacy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Privacy' }).waitFor();
    await left(page);

    expect(exceptions(sent).map(({ type, value }) => [type, value])).toEqual(
      expect.arrayContaining([
        ['TypeError', 'no person [number] ([email], [postcode]) at /:id/:id'],
        ['Error', 'no person [number] ([email], [postcode]) at /:id/:id'],
      ]),
    );
    expect(events(sent).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'faro.performance.navigation',
        'view_changed',
        'securitypolicyviolation',
        'faro.user.action',
      ]),
    );
    const views = sent.map(({ payload }) => payload.meta.view?.['name']);
    expect(views).toEqual(expect.arrayContaining(['/sign-in', '/privacy']));
    expect(measurements(sent).map(({ type }) => type)).toContain('web-vitals');
    for (const { headers, payload } of sent) {
      expect(headers['x-faro-session-id']).toBe(payload.meta.session?.['id']);
      expect(headers['idempotency-key']).toMatch(/^\w{20}$/);
    }
    expect(sent.map(({ text }) => text).join('\n')).not.toMatch(CANARIES);
    expect(JSON.stringify(events(sent))).not.toContain('/collect');
    await page.context().close();
  }, 120_000);

  test('what is kept in the browser is what the page about cookies lists', async () => {
    if (!browser) return;
    const { page } = await opened();
    await page.goto('/trends');
    await agree(page);
    await signIn(page);
    await page.getByRole('link', { name: 'Cookies' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cookies and storage' }).waitFor();
    const listed = await page.locator('code').allTextContents();
    const cookies = (await page.context().cookies()).map(({ name }) => name);
    const kept = [...(await keysKept(page)), ...cookies];
    expect(kept.filter((key) => !listed.includes(key))).toEqual([]);
    expect(kept).toEqual(
      expect.arrayContaining(['waymark_session', 'waymark.telemetry', 'com.grafana.faro.lastNavigationId']),
    );
    await page.context().close();
  }, 120_000);

  test('who changes their mind is not measured from then on, and the tab forgets', async () => {
    if (!browser) return;
    const { page, sent } = await opened();
    await page.goto('/cookies');
    await agree(page);
    await page.getByRole('radio', { name: 'No, do not measure' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/what was kept in this tab for it is gone/).waitFor();
    await page.waitForTimeout(1_000);
    const before = sent.length;
    await spill(page);
    await page.getByRole('link', { name: 'Privacy' }).click();
    await page.waitForTimeout(1_000);
    expect((await keysKept(page)).filter((key) => key.includes('faro'))).toEqual([]);
    await left(page);
    expect(sent.length).toBe(before);
    await page.context().close();
  }, 120_000);

  test.each([1440, 375, 320])(
    'the pages about Waymark and the question have no fault for axe and nothing cut off at %d pixels',
    async (width) => {
      if (!browser) return;
      const { page } = await opened(width);
      for (const name of ['accessibility', 'privacy', 'cookies']) {
        await page.goto(`/${name}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
      }
      await page.context().close();
    },
    120_000,
  );

  test('what is stored holds everything that was sent, and no canary', async () => {
    if (!browser) return;
    await program!.stop();
    const warehouse = await openWarehouse({ directory: `${program!.dataDir}/chdb` });
    try {
      const rows = await warehouse.query<Record<string, string>>('SELECT * FROM waymark.telemetry FINAL');
      const stored = new Set(rows.map(({ body }) => body));
      const sent = [
        ...events(everythingSent),
        ...measurements(everythingSent),
        ...exceptions(everythingSent),
      ];
      expect(sent.length).toBeGreaterThan(10);
      // To the letter: what the browser has scrubbed is scrubbed.
      expect(sent.filter((item) => !stored.has(JSON.stringify(item)))).toEqual([]);
      expect(JSON.stringify(rows)).not.toMatch(CANARIES);
      expect(program!.output()).not.toMatch(/943|bloggs|SW1A|canary/i);
    } finally {
      await warehouse.close();
    }
  }, 120_000);
});

function read(request: Request): Sent {
  const headers = request.headers();
  const body = request.postDataBuffer() ?? Buffer.alloc(0);
  const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  const payload = JSON.parse(text) as Sent['payload'];
  // Judged by the schema, but kept as it was sent.
  faroPayload.parse(payload);
  return { headers, text: JSON.stringify(headers) + text, payload };
}

async function keysKept(page: Page): Promise<string[]> {
  return page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
}
