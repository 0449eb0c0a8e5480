import { unreachable } from "../base/unreachable.ts";
import { arrange } from "./arrange.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { renderGithub } from "./render_github.ts";
import { renderHuman } from "./render_human.ts";
import { renderJson } from "./render_json.ts";
import { renderSarif } from "./render_sarif.ts";

/** A way of saying diagnostics: to people, to programs, to a GitHub workflow's log, or as a SARIF 2.1.0 log. */
export type Format = "human" | "json" | "github" | "sarif";

/** Every {@link Format}, in the order in which help texts name them. */
export const FORMATS: readonly Format[] = ["human", "json", "github", "sarif"];

/** How to render. */
export interface RenderOptions {
  /** In which way. */
  readonly format: Format;
  /** Whether `human` may colour its text; the others never do. */
  readonly colour: boolean;
  /** Terminal cells that a line of `human` may take. */
  readonly width: number;
}

/**
 * The diagnostics as text, sorted by source and place, each said once. The text ends with a line end, or is empty where
 * the format has nothing to say; it never holds a control character of the user's.
 */
export function render(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const arranged = arrange(diagnostics);
  switch (options.format) {
    case "human":
      return renderHuman(arranged, options);
    case "json":
      return renderJson(arranged);
    case "github":
      return renderGithub(arranged);
    case "sarif":
      return renderSarif(arranged);
    default:
      return unreachable(options.format);
  }
}
