export type PictureType = 'png' | 'svg';

/** A chart on show, and what stands above it in a file of its own. */
export interface Pictured {
  title: string;
  /** What the page says of it beside its title: a chart without axes says nothing alone. */
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
const MARGIN = 20;
/** Height of a line, as a share of its type. */
const LINE = 1.3;
/** The face of what stands above a chart. */
const TITLE = { size: 20, weight: 700, letter: 0.55 };
const NOTE = { size: 14, weight: 400, letter: 0.5 };

interface Line {
  text: string;
  face: typeof TITLE;
}

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

/** A copy that looks the same outside of the page. */
function standaloneOf(svg: SVGSVGElement, { title, note = '' }: Omit<Pictured, 'svg'>): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index];
    if (original) inline(original, element);
  });
  for (const hidden of copy.querySelectorAll('.wm-cursor')) hidden.remove();
  const inner = Number(svg.getAttribute('width'));
  const lines = [...linesOf(title, TITLE, inner), ...linesOf(note, NOTE, inner)];
  const top = MARGIN + lines.reduce((sum, { face }) => sum + face.size * LINE, 0);
  const height = Number(svg.getAttribute('height')) + top + MARGIN;
  return framed(copy, { width: inner + 2 * MARGIN, height, top }, lines);
}

function linesOf(text: string, face: Line['face'], width: number): Line[] {
  const most = Math.floor(width / (face.size * face.letter));
  return wrappedTo(text, most).map((line) => ({ text: line, face }));
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
  lines: readonly Line[],
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
  frame.append(element('rect', { width, height, fill: '#ffffff' }));
  let y = MARGIN;
  for (const { text, face } of lines) {
    const font = { 'font-family': 'Arial, sans-serif', 'font-size': face.size, 'font-weight': face.weight };
    const line = element('text', { x: MARGIN, y: y + face.size, fill: '#212b32', ...font });
    line.textContent = text;
    frame.append(line);
    y += face.size * LINE;
  }
  chart.setAttribute('x', String(MARGIN));
  chart.setAttribute('y', String(top));
  chart.setAttribute('overflow', 'visible');
  frame.append(chart);
  return frame;
}

function wrappedTo(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((each) => each !== '')) {
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
