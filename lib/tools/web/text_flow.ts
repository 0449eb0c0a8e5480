import { visibleText } from "./visible_text.ts";

/** Text that is laid out while it is written: spaces run together, blocks stand apart, lists are indented. */
export interface TextFlow {
  /** Writes text whose white space means no more than one space. */
  write(text: string): void;
  /** Writes text as it is. */
  keep(text: string): void;
  /** Writes right behind the last character, before any break that was asked for since. */
  attach(text: string): void;
  /** Begins a new line, or leaves one empty line before what comes next. */
  part(how: "line" | "block"): void;
  /** Puts a mark before what comes next, indented to a depth. */
  mark(mark: string, depth: number): void;
  /** How much was written so far; changes with every visible character. */
  written(): number;
  /** All of it. */
  read(): string;
}

/** Nobody reads deeper lists, and a page of nothing but lists may not grow when it is laid out. */
const DEEPEST = 6;

/** Marks where a word may be broken. */
const INVISIBLE = /[\u00ad\u200b]/g;

/** An empty {@link TextFlow}. */
export function textFlow(): TextFlow {
  const out: string[] = [];
  let written = 0, breaks = 0, space = false, marked = "";

  function emit(text: string): void {
    if (text === "") return;
    const gap = breaks > 0 ? "\n".repeat(breaks) : space ? " " : "";
    if (out.length > 0) out.push(gap);
    out.push(marked, text);
    written += text.length;
    breaks = 0;
    space = false;
    marked = "";
  }

  return {
    write(text) {
      const words = text.replace(INVISIBLE, "").replace(/\s+/g, " "), trimmed = words.trim();
      if (words.startsWith(" ")) space = true;
      emit(trimmed);
      if (words.endsWith(" ") && trimmed !== "") space = true;
    },
    keep: emit,
    attach(text) {
      out.push(text);
    },
    part(how) {
      breaks = Math.max(breaks, how === "line" ? 1 : 2);
    },
    mark(mark, depth) {
      breaks = Math.max(breaks, 1);
      marked = "  ".repeat(Math.min(depth, DEEPEST)) + mark;
    },
    written: () => written,
    read: () => visibleText(out.join("")).trim(),
  };
}
