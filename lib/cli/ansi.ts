/** Colours and emphasis, for sinks that may have them. */

/** How a piece of text stands out. */
export type Style = "strong" | "faint" | "good" | "bad" | "warn" | "accent";

const CODES: Readonly<Record<Style, string>> = {
  strong: "1",
  faint: "2",
  good: "32",
  bad: "31",
  warn: "33",
  accent: "36",
};

/** Gives text a style, where that is allowed. */
export type Paint = (style: Style, text: string) => string;

/** A paint for a sink. */
export function paintFor({ ansi }: { readonly ansi: boolean }): Paint {
  return (style, text) => ansi && text !== "" ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
}
