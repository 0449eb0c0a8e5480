import { widthOf } from "../text/visible.ts";

/** Facts with dots between them, on as many lines as they need. */
export function foldFacts(facts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const longer = lines.length === 0 ? fact : `${lines.at(-1)} · ${fact}`;
    if (lines.length === 0 || widthOf(longer) > width) lines.push(fact);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
