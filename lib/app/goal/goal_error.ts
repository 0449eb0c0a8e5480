import type { Diagnostic } from "../../text/diagnostic.ts";

/** A goal that cannot be carried out: something is wrong with the process for it, or with a `loom.toml`. */
export class GoalError extends RangeError {
  /** What it is called. */
  override readonly name = "GoalError";
  /** Everything that is wrong, warnings among it; `renderDiagnostics` makes it text. */
  readonly diagnostics: readonly Diagnostic[];

  /** Says the first error, and how many more there are. */
  constructor(diagnostics: readonly Diagnostic[]) {
    const [first, ...others] = diagnostics.filter(({ severity }) => severity === "error");
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    super(`Cannot carry the goal out: ${first?.message ?? "its process cannot be compiled"}${more}`);
    this.diagnostics = diagnostics;
  }
}
