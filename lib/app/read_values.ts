import type { Json } from "../base/json.ts";
import { toJson } from "../base/json.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

/** What stands in a document of plain values, or everything that is wrong with it. */
export type ReadValues =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a YAML or TOML document as specs are read: the same numbers, dates as texts, the same mistakes with their places. */
export async function readValues(source: Source, language: "yaml" | "toml"): Promise<ReadValues> {
  const { reportInto } = await import("../text/diagnostic.ts"), { plain } = await import("../spec/located.ts");
  const diagnostics: Diagnostic[] = [], report = reportInto(diagnostics, source);
  const located = language === "toml"
    ? (await import("../spec/read_toml.ts")).readToml(source, report)
    : (await import("../spec/read_yaml.ts")).readYaml(source, report);
  const isWrong = !located || diagnostics.some(({ severity }) => severity === "error");
  return isWrong ? { ok: false, diagnostics } : { ok: true, value: toJson(plain(located)) };
}
