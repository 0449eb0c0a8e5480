import { parse, TomlError } from "smol-toml";
import type { SyntaxFault } from "./outline.ts";

/** The first place where a text breaks the rules of TOML, if there is one. */
export function tomlFaults(text: string): readonly SyntaxFault[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n", 1);
    return [{ line: error.line, column: error.column, message }];
  }
}
