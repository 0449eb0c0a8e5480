import { shorten } from "../base/shorten.ts";
import type { CommandResult } from "../plan/mod.ts";

/** Characters of what a program printed that an error shows. */
const SHOWN = 400;

/** What a program said last, for an error: its exit code and the end of what it printed. */
export function lastWords({ code, stdout, stderr }: Pick<CommandResult, "code" | "stdout" | "stderr">): string {
  const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== "") ?? "";
  const shown = shorten(said, SHOWN, { keep: "end" });
  return `it ended with exit code ${code}${shown === "" ? " and printed nothing" : `: ${shown}`}`;
}
