import type { Report } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

/**
 * Whether every character of the text may stand in YAML and in TOML. Control characters may not, and neither does a
 * carriage return without its line feed; the first few are reported.
 */
export function readableCharacters(source: Source, report: Report): boolean {
  let found = 0;
  // deno-lint-ignore no-control-regex
  for (const { index } of source.text.matchAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/g)) {
    report("control-character", { start: index, end: index + 1 }, { code: source.text.charCodeAt(index) });
    if (++found === MOST_REPORTED) break;
  }
  return found === 0;
}

/** A text with many of them is no text at all, and a list of them helps nobody. */
const MOST_REPORTED = 5;
