/** Controls, which terminals obey; marks that turn the direction of writing; and letters that only machines see. */
const UNSEEN = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** A text without what a reader could not see but a terminal or a model would follow. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, "");
}

/** A text as one line with single spaces. */
export function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, " ")).trim();
}
