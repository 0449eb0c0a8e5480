/** Words and characters that tell one place of a text from every other, near enough. */
const WORDS = 8, LONGEST = 120, UNSPACED = 40;

/** Words of a last line that do without those of the line before. */
const ENOUGH = 3;

/**
 * The last words of a text that ends without white space: what a continuation is hung on to. Of its last line alone,
 * where that is not very short; characters where there are no words.
 */
export function anchorOf(stem: string): string {
  const near = stem.slice(-LONGEST - 1), words = [...near.matchAll(/\S+/gu)];
  // The first word may have been cut by the slice.
  const whole = near.length < stem.length && /^\S/u.test(near) ? words.slice(1) : words;
  const last = whole.slice(-WORDS), start = last[0]?.index;
  if (start === undefined) return beginningWhole(stem.slice(-UNSPACED));
  const anchor = near.slice(start), line = anchor.slice(anchor.lastIndexOf("\n") + 1).trimStart();
  return line.split(/\s+/u).length >= ENOUGH ? line : anchor;
}

/** Whether an anchor is so long that nobody writes it twice in a row but to repeat it. */
export function isUnmistakable(anchor: string): boolean {
  return anchor.split(/\s+/u).length >= ENOUGH && anchor.length >= 8;
}

/** The text from its first whole character on. */
function beginningWhole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF\p{M}\u200D\uFE0F]+/u, "");
}
