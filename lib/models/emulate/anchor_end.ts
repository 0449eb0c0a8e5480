import { folded } from "./folded.ts";

/** Where an anchor ends in an answer that has it at `from`; `open`: the answer ends within it; undefined: it has not. */
export function anchorEnd(
  answer: string,
  { anchor, from }: { readonly anchor: string; readonly from: number },
): number | "open" | undefined {
  if (answer.startsWith(anchor, from)) return from + anchor.length;
  // White space and dots may be longer in the answer than in the text.
  const said = folded(answer.slice(from, from + 2 * anchor.length + 16)), asked = folded(anchor).text;
  const begun = sameCase(said.text, asked);
  if (begun.startsWith(asked)) return from + said.ends[asked.length - 1]!;
  return asked.startsWith(begun.trimEnd()) && from + 2 * anchor.length + 16 > answer.length ? "open" : undefined;
}

/** Models like to begin with a capital. */
function sameCase(said: string, asked: string): string {
  const [first = ""] = asked;
  return said.slice(0, 1).toLowerCase() === first.toLowerCase() ? first + said.slice(1) : said;
}
