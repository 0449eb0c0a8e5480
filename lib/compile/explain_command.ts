import type { CommandWork } from "../plan/mod.ts";
import { quoted } from "./explain_words.ts";

/** A program as a part of a sentence. */
export function commandWords({ run }: CommandWork): string {
  return quoted(run.join(" "));
}

/** More of a program, a line each. */
export function commandDetails({ stdin, accept }: CommandWork): readonly string[] {
  return [
    ...(stdin === undefined ? [] : [`it reads ${quoted(stdin)} on its standard input`]),
    `it did what it should when ${quoted(accept)}`,
  ];
}
