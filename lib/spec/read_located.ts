import type { Report } from "../text/diagnostic.ts";
import { MAX_BYTES } from "../text/decode.ts";
import type { Source } from "../text/source.ts";
import type { Located } from "./located.ts";

/** The two languages a document may be written in. */
export type Language = "yaml" | "toml";

/**
 * The value of a document, YAML or TOML, where every part knows its place; undefined where it cannot be read. Everything
 * wrong is reported. Only the parser that the document needs is loaded.
 */
export async function readLocated(source: Source, report: Report): Promise<Located | undefined> {
  if (source.text.length > MAX_BYTES) {
    const bytes = new TextEncoder().encode(source.text).length;
    return void report("too-large", { start: 0, end: 0 }, { bytes, limit: MAX_BYTES });
  }
  if (isBlank(source.text)) {
    return void report("empty-file", { start: 0, end: 0 }, { comments: source.text.trim() !== "" });
  }
  const some = atMost(report, MOST_REPORTED);
  if (languageOf(source) === "toml") {
    const { readToml } = await import("./read_toml.ts");
    return readToml(source, some);
  }
  const { readYaml } = await import("./read_yaml.ts");
  return readYaml(source, some);
}

/** Nobody reads more faults of one document, and a hostile one can have a hundred thousand. */
const MOST_REPORTED = 200;

function atMost(report: Report, most: number): Report {
  let said = 0;
  return (code, span, params) => {
    if (said++ < most) report(code, span, params);
  };
}

/**
 * The language of a document: what its name ends in says it (`.yaml`, `.yml`, `.toml`), otherwise its first line that is
 * neither empty nor a comment: TOML starts with `[table]` or `key =`.
 */
export function languageOf({ name, text }: Source): Language {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  if (/\.toml$/i.test(name) || text.startsWith("#:schema")) return "toml";
  const line = linesOf(text).find((line) => !isComment(line)) ?? "";
  return TOML_LINE.test(line) ? "toml" : "yaml";
}

const TOML_LINE =
  /^\s*(?:\[\[?[^[\]]+\]\]?\s*(?:#.*)?$|(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*\s*=)/;

/** Whether the text holds nothing but white space and comments; `#!` on the first line starts one too. */
function isBlank(text: string): boolean {
  return linesOf(text).every(isComment);
}

function isComment(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** The lines of the text, one by one: mostly the first few are enough. */
function linesOf(text: string): IteratorObject<string, undefined, unknown> {
  return text.matchAll(/[^\r\n]+/g).map(([line]) => line);
}
