import { glyphsOf, visible, widthOf } from "../text/visible.ts";

/** Which end of a text is kept when it is too long. */
export type Keep = "start" | "end";

/** Text on one line, safe to print, and at most `width` cells wide; `…` stands where something was left out. */
export function clip(text: string, width: number, keep: Keep = "start"): string {
  if (width === Infinity) return visible(text.replace(/\s+/gu, " ").trim());
  // A text can hold megabytes, of which only as much as fits the line is looked at.
  const near = keep === "start" ? text.slice(0, width * 8 + 80) : text.slice(-(width * 8 + 80));
  const line = near.replace(/\s+/gu, " ").trim(), cut = near.length < text.length;
  if (width <= 0) return "";
  if (!cut && widthOf(visible(line)) <= width) return visible(line);
  const glyphs = glyphsOf(line);
  if (keep === "start") return `${fill(glyphs, width - 1).join("")}…`;
  return `…${fill(glyphs.reverse(), width - 1).reverse().join("")}`;
}

/** As many glyphs as fit into `room` cells. */
function fill(glyphs: readonly { readonly text: string; readonly width: number }[], room: number): string[] {
  let used = 0;
  const kept: string[] = [];
  for (const { text, width } of glyphs) {
    if (used + width > room) break;
    used += width;
    kept.push(text);
  }
  return kept;
}

/** Text padded with spaces to `width` cells. */
export function pad(text: string, width: number, side: "left" | "right" = "right"): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "right" ? text + spaces : spaces + text;
}
