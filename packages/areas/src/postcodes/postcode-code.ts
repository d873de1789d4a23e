/** Postcodes as numbers that sort as one list: the outward half (`OX1`) and the inward half (`1AA`). */
export interface PostcodeCode {
  /** Below {@link OUTWARDS}. */
  outward: number;
  /** Below {@link INWARDS}. */
  inward: number;
}

const LETTERS = 26;
/** Nothing, a letter or a digit. */
const SIGNS = 37;
const OUTWARD_LENGTH = 4;
export const OUTWARDS = SIGNS ** OUTWARD_LENGTH;
export const INWARDS = 10 * LETTERS * LETTERS;

const FORM = /^([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})$/;

/** Undefined: not written as a postcode is. @param postcode in capitals without spaces */
export function postcodeCode(postcode: string): PostcodeCode | undefined {
  const [, outward, inward] = FORM.exec(postcode) ?? [];
  if (outward === undefined || inward === undefined) return undefined;
  return { outward: outwardCode(outward), inward: inwardCode(inward) };
}

function outwardCode(text: string): number {
  let code = 0;
  for (let at = 0; at < OUTWARD_LENGTH; at += 1) code = code * SIGNS + signCode(text.charCodeAt(at));
  return code;
}

/** @param unit of the text; NaN past its end */
function signCode(unit: number): number {
  if (Number.isNaN(unit)) return 0;
  return unit <= 57 ? unit - 47 : unit - 54;
}

function inwardCode(text: string): number {
  const letter = (at: number): number => text.charCodeAt(at) - 65;
  return (Number(text[0]) * LETTERS + letter(1)) * LETTERS + letter(2);
}
