import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { isFor, PAGES, type PageEntry } from '../../../../portal/src/pages/pages.js';
import { tokenOf } from '../calls.js';
import type { RunningProgram } from '../running-program.js';

export const ARTIFACTS = path.resolve(__dirname, '../../../../../artifacts');
/** 1,280 px at 400%. */
const SMALLEST = 320;
const PHONE = 375;
export const WIDE = { width: 1440, height: 1000 };
export const ROLES = ['icb_analyst', 'provider', 'researcher', 'controller', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the pages complained about: a refused style or script, an exception, an answer that is a fault. */
  complaints: string[];
}

/** A browser of its own for one person, who is signed in. */
export async function signedIn(browser: Browser, program: RunningProgram, role: Role): Promise<Visitor> {
  const context = await browser.newContext({
    ...{ viewport: WIDE, baseURL: program.url, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Access token').fill(tokenOf(program, role));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  // The question about measuring would stand at the head of every picture.
  await page.getByRole('button', { name: 'No, do not measure' }).click();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** Goes to an address as somebody who was sent it, and waits until everything is there. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Nothing on the page is loading any longer. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .wm-loading'));
}

/** What axe finds wrong, as "rule: element". */
export async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** The pages that somebody may see: those of everybody, and those of the role. */
export function pagesOf(role: Role): PageEntry[] {
  return PAGES.filter(({ roles }) => isFor(roles, role));
}

/** An address of a page, also of one about a thing. */
export function addressOf({ path: pattern }: PageEntry): string {
  return pattern.replace('$id', 'retained.12w');
}

/** `trends` of `/trends`, `overview` of `/`. */
export function nameOf(address: string): string {
  return address === '/' ? 'overview' : address.slice(1).replaceAll(/[/.]/g, '-');
}

export interface Look {
  /** Its pictures are kept. */
  keep: boolean;
  /** By axe, too: the longest part of a look. */
  axe: boolean;
}

/** Opens a page and looks at it from a wide screen to a small telephone; what is wrong, in words. */
export async function faultsAtEveryWidth(
  page: Page,
  address: string,
  { keep, axe }: Look,
): Promise<string[]> {
  await page.setViewportSize(WIDE);
  try {
    await open(page, address);
  } catch (fault) {
    return [`is not there: ${fault instanceof Error ? fault.message : String(fault)}`];
  }
  const headings = await page.getByRole('heading', { level: 1 }).count();
  const found = axe ? await faults(page) : [];
  if (headings !== 1) found.push(`${headings} headings of the first level`);
  for (const width of keep ? [WIDE.width, PHONE, SMALLEST] : [SMALLEST]) {
    if (await isTooWide(page, width)) found.push(`scrolls sideways at ${width} px`);
    if (keep && width !== SMALLEST) await keepPicture(page, address, width);
  }
  return found;
}

/** Whether the page has to be scrolled sideways at a width, once its charts have followed. */
async function isTooWide(page: Page, width: number): Promise<boolean> {
  await page.setViewportSize({ width, height: 1000 });
  const fits = (most: number): boolean => document.documentElement.scrollWidth <= most;
  return page.waitForFunction(fits, width, { timeout: 3_000 }).then(
    () => false,
    () => true,
  );
}

/** Keeps the whole page as a picture. */
async function keepPicture(page: Page, address: string, width: number): Promise<void> {
  const file = path.join(ARTIFACTS, 'screenshots', `${nameOf(address)}-${width}.png`);
  await page.screenshot({ path: file, fullPage: true });
}
