import { parse, TomlError } from "smol-toml";
import type { TomlTable } from "smol-toml";
import type { Report } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Located } from "./located.ts";
import { readableCharacters } from "./read_characters.ts";
import { MAX_DEPTH } from "./read_limits.ts";
import { reportTomlError } from "./read_toml_errors.ts";
import { locateToml } from "./read_toml_tree.ts";

/**
 * The value of a TOML document; undefined where its syntax is wrong or it is too large, which is then reported. Dates and
 * times are read as ISO 8601 texts.
 */
export function readToml(source: Source, report: Report): Located | undefined {
  if (!readableCharacters(source, report)) return undefined;
  const values = valuesOf(source, report);
  return values && locateToml(source, values, report);
}

function valuesOf(source: Source, report: Report): TomlTable | undefined {
  try {
    return parse(source.text, { maxDepth: MAX_DEPTH, integersAsBigInt: "asNeeded" }) as TomlTable;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return void reportTomlError(source, error, report);
  }
}
