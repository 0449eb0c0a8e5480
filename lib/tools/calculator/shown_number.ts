/** Digits of a number that is not whole. */
const DIGITS = 10;

/** A number in its shortest form: whole ones to the last digit as far as they are exact, others to 10 digits. */
export function shownNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(Object.is(value, -0) ? 0 : value);
  return String(Number(value.toPrecision(DIGITS)));
}
