import { widthOf } from "../text/visible.ts";

/** The words of a text in lines of at most `width` cells; a longer word has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Words in lines; what stands in backticks, a command that somebody copies, is not taken apart. */
export function wrapWhole(text: string, width: number): readonly string[] {
  const whole = text.replaceAll(/`[^`]*`/g, (quoted) => quoted.replaceAll(" ", HELD));
  return wrap(whole, width).map((line) => line.replaceAll(HELD, " "));
}

/** A space at which no line is broken. */
const HELD = "\u00a0";
