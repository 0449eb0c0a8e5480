import { languageOf, rulesOf } from "./languages.ts";
import type { SyntaxFault } from "./outline.ts";
import { parseTexts } from "./parse_texts.ts";
import { readJson } from "./read_json.ts";

/** A file whose text is held against its language. */
export interface CheckedText {
  /** Its path; the end of its name tells the language. */
  readonly path: string;
  /** Its text. */
  readonly text: string;
}

/** UTF-16 code units of a text that is held against its language. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Places where a text breaks the rules of its language, the first ones; none where it keeps them. Undefined where that
 * is not known: the language is not, the text is too long or takes its parser too long, or what looks like a mistake
 * need not be one, as in C with its preprocessor.
 *
 * JSON (without comments), YAML, TOML, Python, JavaScript, TypeScript, Go, Rust, Java and Ruby are known.
 */
export async function syntaxErrors(
  { path, text }: CheckedText,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly SyntaxFault[] | undefined> {
  if (text.length > MOST_CHARACTERS) return undefined;
  if (/\.json$/i.test(path)) return jsonFaults(text);
  if (/\.toml$/i.test(path)) return (await import("./toml_faults.ts")).tomlFaults(text);
  const language = /\.ya?ml$/i.test(path) ? "yaml" : codeOf(path);
  if (language === undefined) return undefined;
  const { parsed: [first] } = await parseTexts([{ language, text }], signal);
  return first?.ok ? first.faults : undefined;
}

function jsonFaults(text: string): readonly SyntaxFault[] {
  const read = readJson(text);
  return read.ok ? [] : [read.fault];
}

/** The language of a file whose faults are faults. Declarations of TypeScript have forms that its grammar does not know. */
function codeOf(path: string): string | undefined {
  const language = languageOf(path);
  return language !== undefined && rulesOf(language)!.strict && !/\.d\.[cm]?ts$/i.test(path) ? language : undefined;
}
