import type { Diagnostic } from "../text/diagnostic.ts";

/** A spec, or a file of its inputs, that cannot be used. Ends with exit code 2, its diagnostics shown. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly diagnostics: readonly Diagnostic[];

  /** At least one of the diagnostics is an error. */
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join("; "));
    this.diagnostics = diagnostics;
  }
}
