/** What stands above a chart in a file of its own. */
export interface PictureHead {
  /** In the picture's own coordinates. */
  elements: SVGElement[];
  /** Where the chart may begin, px from above. */
  bottom: number;
}

/** Air around everything in a picture, px. */
export const MARGIN = 20;
/** Height of a line, as a share of its type. */
const LINE = 1.3;
const GAP = 8;

/** Faces with the width of a letter as a share of its size: of the widest type that may stand in for Arial. */
const TITLE = { size: 20, weight: 700, letter: 0.64 };
const TEXT = { size: 14, weight: 400, letter: 0.58 };
type Face = typeof TITLE;

/** One entry of a key: its mark, ready to stand outside of the page, and what the mark means. */
export interface KeyEntry {
  mark: SVGSVGElement;
  text: string;
}

/** The title, what the page says of the chart, and what its marks are, in lines no wider than the chart. @param width of the chart, px */
export function pictureHead(
  { title, note, key }: { title: string; note: string; key: readonly KeyEntry[] },
  width: number,
): PictureHead {
  const lines = [...linesOf(title, TITLE, width), ...linesOf(note, TEXT, width)];
  let y = MARGIN;
  const texts = lines.map(({ text, face }) => {
    const line = textAt(text, face, MARGIN, y + face.size);
    y += face.size * LINE;
    return line;
  });
  const entries = keyRows(key, width, y + GAP);
  return { elements: [...texts, ...entries.elements], bottom: entries.bottom };
}

/** @param top px from above */
function keyRows(key: readonly KeyEntry[], width: number, top: number): PictureHead {
  const elements: SVGElement[] = [];
  const height = TEXT.size * LINE + GAP;
  let [x, y] = [MARGIN, top];
  for (const { mark, text } of key) {
    const wide = Number(mark.getAttribute('width')) + GAP;
    const whole = wide + text.length * TEXT.size * TEXT.letter + 2 * GAP;
    if (x > MARGIN && x + whole > MARGIN + width) [x, y] = [MARGIN, y + height];
    mark.setAttribute('x', String(x));
    mark.setAttribute('y', String(y));
    elements.push(mark, textAt(text, TEXT, x + wide, y + TEXT.size - 1));
    x += whole;
  }
  return { elements, bottom: key.length === 0 ? top : y + height };
}

function textAt(text: string, { size, weight }: Face, x: number, y: number): SVGTextElement {
  const font = { 'font-family': 'Arial, sans-serif', 'font-size': size, 'font-weight': weight };
  const element = svgElement('text', { x, y, fill: '#212b32', ...font });
  element.textContent = text;
  return element;
}

function linesOf(text: string, face: Face, width: number): { text: string; face: Face }[] {
  const most = Math.floor(width / (face.size * face.letter));
  return wrappedTo(text, most).map((line) => ({ text: line, face }));
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

/** An element of a picture, with its attributes. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
