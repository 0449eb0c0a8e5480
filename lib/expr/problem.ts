import type { DiagnosticParams } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

/** The diagnostics an expression or a template can give. */
export type ProblemCode =
  | "expression-syntax"
  | "expression-too-large"
  | "unclosed-hole"
  | "unknown-name"
  | "unknown-field"
  | "unknown-function"
  | "refused-function"
  | "wrong-type"
  | "wrong-count"
  | "types-differ"
  | "never-equal"
  | "maybe-null"
  | "not-a-variable"
  | "repeated-key"
  | "unexpected-result";

/** One problem in an expression or a template: a diagnostic whose span counts from the start of the text it was found in. */
export type Problem = {
  readonly [C in ProblemCode]: { readonly code: C; readonly params: DiagnosticParams[C] } & Span;
}[ProblemCode];

/** The same problem seen from a text that starts `offset` earlier. */
export function shift(problem: Problem, offset: number): Problem {
  return { ...problem, start: problem.start + offset, end: problem.end + offset };
}
