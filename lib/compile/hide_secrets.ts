import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { dotted } from "./looks_secret.ts";

/**
 * The diagnostics with dots for every secret that their sources hold: a report quotes the line it speaks of, and logs
 * keep reports. Places stay true, for a dot takes the place of every character.
 */
export function hideSecrets(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const hidden = new Map<Source, Source>();
  const hide = (source: Source): Source => {
    const known = hidden.get(source) ?? withoutSecrets(source, diagnostics);
    hidden.set(source, known);
    return known;
  };
  return diagnostics.map((found) => ({
    ...found,
    message: dotted(found.message),
    ...(found.hint === undefined ? {} : { hint: dotted(found.hint) }),
    source: hide(found.source),
  }));
}

function withoutSecrets(source: Source, diagnostics: readonly Diagnostic[]): Source {
  const literal = diagnostics.filter((found) => found.source === source && found.code === "literal-secret");
  const text = literal.reduce((text, { span }) => covered(text, span), dotted(source.text));
  return text === source.text ? source : { ...source, text };
}

function covered(text: string, { start, end }: Span): string {
  const dots = text.slice(start, end).replace(/[^\r\n]/g, "•");
  return text.slice(0, start) + dots + text.slice(end);
}
