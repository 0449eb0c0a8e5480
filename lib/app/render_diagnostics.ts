import type { Diagnostic } from "../text/diagnostic.ts";

/** How diagnostics are rendered. */
export interface RenderOptions {
  /** For people, or as `json`, as a `github` workflow's log, as `sarif`. Default `human`. */
  readonly format?: "human" | "json" | "github" | "sarif";
  /** Whether `human` may colour its text. Default false. */
  readonly colour?: boolean;
  /** Terminal cells that a line of `human` may take. Default 80. */
  readonly width?: number;
}

/**
 * Diagnostics as text, sorted by source and place. It ends with a line end, or is empty where the format has nothing to
 * say.
 *
 * @example What is wrong, with the line it stands on
 * ```ts
 * import { compile, renderDiagnostics } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const { diagnostics } = await compile("loom: 1\nkind: autolom\n", { name: "story.yaml" });
 * const text = await renderDiagnostics(diagnostics);
 * assert.match(text, /unknown kind `autolom`[^]*story\.yaml:2:7/);
 * ```
 */
export async function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  { format = "human", colour = false, width = 80 }: RenderOptions = {},
): Promise<string> {
  const { render } = await import("../text/render.ts");
  return render(diagnostics, { format, colour, width });
}
