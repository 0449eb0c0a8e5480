import { visible } from "../text/visible.ts";
import type { Sink } from "./host.ts";

/**
 * Writes a text as payload: byte for byte, except on a terminal, where nothing in it may steer the terminal and a line
 * end closes it.
 */
export function writeText(out: Sink, text: string): void {
  if (out.isTerminal) out.write(`${safeText(text)}${text.endsWith("\n") ? "" : "\n"}`);
  else out.write(text);
}

/** A text of several lines that cannot steer a terminal. */
export function safeText(text: string): string {
  return text.split(/\r\n|\n/).map((line) => line.split("\t").map(visible).join("\t")).join("\n");
}
