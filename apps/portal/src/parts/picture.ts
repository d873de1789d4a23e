export type PictureType = 'png' | 'svg';

/** What the style sheet gives to a mark, which a file of its own does not have. */
const STYLES = [
  ...(['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity'] as const),
  ...(['stroke-linejoin', 'stroke-linecap', 'opacity', 'paint-order', 'display', 'visibility'] as const),
  ...(['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'] as const),
] as const;

/** Enough for print at the width of a page. */
const PIXELS_PER_PX = 2;
const TITLE_PX = 20;
const MARGIN = 20;

/** A chart on show as a file: the same SVG, with the styles of the page in it and its title above. */
export async function pictureOf(svg: SVGSVGElement, title: string, type: PictureType): Promise<Blob> {
  const standalone = standaloneOf(svg, title);
  const text = new XMLSerializer().serializeToString(standalone);
  if (type === 'svg') return new Blob([text], { type: 'image/svg+xml' });
  const size = {
    width: Number(standalone.getAttribute('width')),
    height: Number(standalone.getAttribute('height')),
  };
  return rasterised(text, size);
}

/** A copy that looks the same outside of the page. */
export function standaloneOf(svg: SVGSVGElement, title: string): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index];
    if (original) inline(original, element);
  });
  for (const hidden of copy.querySelectorAll('.wm-cursor')) hidden.remove();
  const width = Number(svg.getAttribute('width')) + 2 * MARGIN;
  const lines = wrappedTo(title, Math.floor((width - 2 * MARGIN) / (TITLE_PX * 0.55)));
  const top = MARGIN + lines.length * TITLE_PX * 1.3;
  const height = Number(svg.getAttribute('height')) + top + MARGIN;
  return framed(copy, { width, height, top }, lines);
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

function framed(
  chart: SVGSVGElement,
  { width, height, top }: { width: number; height: number; top: number },
  lines: string[],
): SVGSVGElement {
  const element = <K extends keyof SVGElementTagNameMap>(
    name: K,
    attributes: Record<string, string | number>,
  ): SVGElementTagNameMap[K] => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const frame = element('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  const font = { 'font-family': 'Arial, sans-serif', 'font-size': TITLE_PX, 'font-weight': 700 };
  frame.append(element('rect', { width, height, fill: '#ffffff' }));
  lines.forEach((line, index) => {
    const text = element('text', {
      x: MARGIN,
      y: MARGIN + TITLE_PX * (1 + index * 1.3),
      fill: '#212b32',
      ...font,
    });
    text.textContent = line;
    frame.append(text);
  });
  chart.setAttribute('x', String(MARGIN));
  chart.setAttribute('y', String(top));
  chart.setAttribute('overflow', 'visible');
  frame.append(chart);
  return frame;
}

function wrappedTo(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
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
