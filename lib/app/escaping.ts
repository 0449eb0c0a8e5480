/**
 * What escapes from a process may hold whatever it has found. Loads nothing, so that a program can be ready to fall
 * before it has begun: whoever finds secrets says how they are masked.
 *
 * @module
 */

let mask = (text: string): string => text;

/** A text that leaves the process past everything that masks, such as what is said of a crash: without any secret found. */
export function maskEscaping(text: string): string {
  return mask(text);
}

/** Says how what escapes is masked. */
export function maskEscapesWith(masked: (text: string) => string): void {
  mask = masked;
}
