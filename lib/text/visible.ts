/** One thing a terminal draws: what to print for it, how many cells that takes, and what it stands for. */
export interface Glyph {
  /** Safe to print: never a control character. */
  readonly text: string;
  /** Terminal cells. */
  readonly width: number;
  /** First code unit it stands for, in the text it was made from. */
  readonly start: number;
  /** First code unit after it. */
  readonly end: number;
}

/** Cells from one tab stop to the next. */
const TAB = 4;

// Joiners and variation selectors shape the letters around them, so they may pass; other invisible characters may not:
// they reorder a line, hide in it, or (C0, DEL, C1) steer the terminal.
const UNSAFE =
  /(?![\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;
const UNSAFE_ALL = new RegExp(UNSAFE, "gu");
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f?\u20e3/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The text with everything that could steer a terminal or hide in a line made visible: `␛`, `<U+202E>`. */
export function visible(text: string): string {
  return text.replace(UNSAFE_ALL, picture);
}

/** The text as a terminal draws it, piece by piece: tabs become spaces, unsafe characters pictures of themselves. */
export function glyphsOf(text: string): Glyph[] {
  const glyphs: Glyph[] = [];
  let column = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    for (const part of UNSAFE.test(segment) ? segment : [segment]) {
      const start = glyphs.at(-1)?.end ?? index;
      const drawn = part === "\t" ? " ".repeat(TAB - column % TAB) : visible(part);
      const glyph = { text: drawn, width: widthOf(drawn), start, end: start + part.length };
      glyphs.push(glyph);
      column += glyph.width;
    }
  }
  return glyphs;
}

/** Terminal cells that text takes; the text is taken to be safe, as {@link visible} leaves it. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (EMOJI.test(segment)) width += 2;
    else for (const letter of segment) width += NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  }
  return width;
}

function picture(letter: string): string {
  const code = letter.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}
