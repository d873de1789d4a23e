import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

export interface Downloaded {
  name: string;
  bytes: Buffer;
}

/** Presses a button of the page's downloads and takes what comes. @param ending as the button is called: "CSV", "Picture (PNG)" */
export async function downloaded(page: Page, what: string, ending: string): Promise<Downloaded> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: `Download ${what} as ${ending}` }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The same question asked of the API by the person who is signed in. */
export async function asked<T>(page: Page, address: string): Promise<T> {
  const answer = await page.request.get(address, { headers: { accept: 'application/json' } });
  return (await answer.json()) as T;
}

const HEADER_OF_PNG = '89504e470d0a1a0a';

/** Width and height of a PNG. @throws when it is none */
export function sizeOfPng(bytes: Buffer): [number, number] {
  if (bytes.subarray(0, 8).toString('hex') !== HEADER_OF_PNG) throw new Error('no PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** How many colours a picture has: one, when nothing was drawn. */
export async function coloursOf(page: Page, bytes: Buffer): Promise<number> {
  return page.evaluate(
    async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
      return new Set(new Uint32Array(Uint8ClampedArray.from(data).buffer)).size;
    },
    `data:image/png;base64,${bytes.toString('base64')}`,
  );
}

/** How many sheets of A4 the page is on paper. */
export async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
