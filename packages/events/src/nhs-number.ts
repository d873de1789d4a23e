/** Ranges in issue (4, 6, 7) and for tests (9). */
const ISSUED = /^[4679]/;

/** Ten digits written together or 3-3-4; what bounds it is asked separately, since the separators also occur inside. */
const TOKEN = /(?<![^ ._:/-])(\d{10}|\d{3}[ ._:/-]\d{3}[ ._:/-]\d{4})(?![^ ._:/-])/g;
const NUMBER_FORM = /^(?:\d{10}|\d{3}[ -]\d{3}[ -]\d{4})$/;

/** Whether ten digits end in the right check digit (modulus 11, NHS Data Dictionary). */
export function hasNhsCheckDigit(tenDigits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += (tenDigits.charCodeAt(i) - 48) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  // 10 has no digit: no such number was ever issued.
  return check === tenDigits.charCodeAt(9) - 48;
}

/** The ten digits of an NHS number written together or 3-3-4; undefined when the form or the check digit is wrong. */
export function parseNhsNumber(text: string): string | undefined {
  if (!NUMBER_FORM.test(text)) return undefined;
  const digits = text.replace(/[ -]/g, '');
  return hasNhsCheckDigit(digits) && !/^(\d)\1{9}$/.test(digits) ? digits : undefined;
}

/**
 * Whether a text is, or holds as a token of its own, what looks like an NHS number: bounded by the ends, a space or one of
 * `. _ : - /`, beginning with 4, 6, 7 or 9, with a valid check digit. Longer numbers, hashes and UUIDs do not.
 */
export function containsNhsNumber(text: string): boolean {
  // Too short to hold one: the commonest case by far.
  if (text.length < 10) return false;
  for (let from = 0; ;) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(text);
    if (!found) return false;
    const digits = (found[1] ?? '').replace(/\D/g, '');
    if (ISSUED.test(digits) && hasNhsCheckDigit(digits)) return true;
    // Tokens may overlap ("111-943-476-5919"): look on from the next character, not from behind this one.
    from = found.index + 1;
  }
}
