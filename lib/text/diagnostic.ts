/**
 * What can be wrong with what a user wrote. {@link DiagnosticParams} is the source of truth: a code without its
 * message, number and severity does not compile, and neither does a report with the wrong parameters.
 *
 * @module
 */
import type { Source, Span } from "./source.ts";
import { MESSAGES } from "./messages.ts";
import type { DiagnosticParams } from "./messages.ts";

export type { DiagnosticParams } from "./messages.ts";

/** How much a diagnostic matters: an error stops the compiler from making a plan, a warning does not. */
export type Severity = "error" | "warning";

/** A name of a diagnostic, such as `unknown-name`. */
export type DiagnosticCode = keyof DiagnosticParams;

/** One problem, as plain data. Line and column are computed when it is shown. */
export interface Diagnostic {
  /** Its name, such as `unknown-name`; `docs/diagnostics.md` has an entry for each. */
  readonly code: string;
  /** The stable number people look up, such as `L0142`. */
  readonly number: string;
  /** How much it matters. */
  readonly severity: Severity;
  /** One sentence that names the failed thing, without a final period. */
  readonly message: string;
  /** What is said at the underlined place, such as a did-you-mean; absent when there is nothing to add. */
  readonly hint?: string;
  /** Where the text is from. */
  readonly source: Source;
  /** The piece of it that is meant. */
  readonly span: Span;
}

/** How a pass says what it found: it reports and goes on. */
export interface Report {
  <C extends DiagnosticCode>(code: C, span: Span, params: DiagnosticParams[C]): void;
}

/** The diagnostic for a code, its parameters filled in. */
export function diagnostic<C extends DiagnosticCode>(
  source: Source,
  code: C,
  span: Span,
  params: DiagnosticParams[C],
): Diagnostic {
  const { number, severity, message, hint } = MESSAGES[code];
  const said = hint?.(params);
  return { code, number, severity, message: message(params), ...(said ? { hint: said } : {}), source, span };
}

/** A report that collects into `found` everything said about `source`. */
export function reportInto(found: Diagnostic[], source: Source): Report {
  return (code, span, params) => void found.push(diagnostic(source, code, span, params));
}
