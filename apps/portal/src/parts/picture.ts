import { MARGIN, pictureHead, svgElement, type KeyEntry } from './picture-head.js';

export type PictureType = 'png' | 'svg';

/** A chart on show, and what stands above it in a file of its own. */
export interface Pictured {
  title: string;
  /** What the page says of it; default its caption. */
  note?: string;
  svg: () => SVGSVGElement | null;
}

/** What the style sheet gives to a mark, which a file of its own does not have. */
const STYLES = [
  ...(['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity'] as const),
  ...(['stroke-linejoin', 'stroke-linecap', 'opacity', 'paint-order', 'display', 'visibility'] as const),
  ...(['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'] as const),
] as const;

/** Enough for print at the width of a page. */
const PIXELS_PER_PX = 2;

/** The files of a chart as a picture, for whoever asks. */
export function picturesOf(picture: Pictured): { ending: PictureType; make: () => Promise<Blob> }[] {
  const drawn = async (type: PictureType): Promise<Blob> => {
    const svg = picture.svg();
    if (!svg) throw new Error('no chart to draw');
    return pictureOf(svg, picture, type);
  };
  return (['png', 'svg'] as const).map((ending) => ({ ending, make: () => drawn(ending) }));
}

/** A chart on show as a file: the same SVG, with the styles of the page in it and its title above. */
async function pictureOf(svg: SVGSVGElement, said: Omit<Pictured, 'svg'>, type: PictureType): Promise<Blob> {
  const standalone = standaloneOf(svg, said);
  const text = new XMLSerializer().serializeToString(standalone);
  if (type === 'svg') return new Blob([text], { type: 'image/svg+xml' });
  const size = {
    width: Number(standalone.getAttribute('width')),
    height: Number(standalone.getAttribute('height')),
  };
  return rasterised(text, size);
}

/** A copy that looks the same outside of the page, under its title, what the page says of it, and what its marks are. */
function standaloneOf(
  svg: SVGSVGElement,
  { title, note = captionOf(svg) }: Omit<Pictured, 'svg'>,
): SVGSVGElement {
  const width = Number(svg.getAttribute('width'));
  const head = pictureHead({ title, note, key: keyOf(svg) }, width);
  const size = {
    width: width + 2 * MARGIN,
    height: head.bottom + Number(svg.getAttribute('height')) + MARGIN,
  };
  const frame = svgElement('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  const chart = styledCopy(svg);
  chart.setAttribute('x', String(MARGIN));
  chart.setAttribute('y', String(head.bottom));
  chart.setAttribute('overflow', 'visible');
  frame.append(svgElement('rect', { ...size, fill: '#ffffff' }), ...head.elements, chart);
  return frame;
}

/** What the page says beside a chart. */
function captionOf(svg: SVGSVGElement): string {
  return svg.closest('figure')?.querySelector('figcaption')?.textContent ?? '';
}

/** The key beside a chart, where it has one. */
function keyOf(svg: SVGSVGElement): KeyEntry[] {
  const entries = [...(svg.closest('.wm-chart')?.querySelectorAll('.wm-key li') ?? [])];
  return entries.flatMap((entry) => {
    const mark = entry.querySelector('svg');
    return mark ? [{ mark: styledCopy(mark), text: entry.textContent.trim() }] : [];
  });
}

function styledCopy(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index];
    if (original) inline(original, element);
  });
  for (const hidden of copy.querySelectorAll('.wm-cursor')) hidden.remove();
  return copy;
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value !== '') to.setAttribute(name, value);
  }
  to.removeAttribute('class');
  to.removeAttribute('tabindex');
}

async function rasterised(svg: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const image = new Image();
  // A data: address, since a canvas that drew a blob: one may not be read in every browser.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * PIXELS_PER_PX, height * PIXELS_PER_PX];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
