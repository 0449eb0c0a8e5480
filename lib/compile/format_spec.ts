import { canonical } from "../base/json.ts";
import { plain } from "../spec/located.ts";
import type { Located } from "../spec/located.ts";
import { languageOf, readLocated } from "../spec/read_located.ts";
import { reportInto } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

/** A text in its usual form, or what keeps it from being read. */
export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * A spec in its usual form: the same comments, order and meaning with even indentation, spacing and quotes. What is
 * formatted stays as it is. Should a text come out meaning something else, it is given back untouched.
 */
export async function formatSpec(source: Source): Promise<Formatted> {
  const found: Diagnostic[] = [], located = await readLocated(source, reportInto(found, source));
  if (!located || found.length > 0) return { ok: false, diagnostics: found };
  const meaning = canonical(plain(located));
  let text = source.text;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = text, { formatted, means } = await formatOnce({ ...source, text });
    if (!means || canonical(plain(means)) !== meaning) return { ok: true, text: source.text };
    if (formatted === before) break;
    text = formatted;
  }
  return { ok: true, text };
}

/** Formatting settles at once but for rare texts, such as folded ones whose lines break anew. */
const MOST_TRIES = 4;

async function formatOnce(
  source: Source,
): Promise<{ readonly formatted: string; readonly means: Located | undefined }> {
  const found: Diagnostic[] = [];
  const formatted = await formatText(source);
  const read = { ...source, text: formatted }, means = await readLocated(read, reportInto(found, read));
  return { formatted, means: found.length > 0 ? undefined : means };
}

async function formatText(source: Source): Promise<string> {
  if (languageOf(source) === "yaml") {
    const { formatYaml } = await import("./format_yaml.ts");
    return formatYaml(source.text);
  }
  const { formatToml } = await import("./format_toml.ts");
  return formatToml(source.text);
}
