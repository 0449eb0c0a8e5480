import type { Diagnostic } from "./diagnostic.ts";

/** The diagnostics by source name, then by place, then by number, without those that say the same of the same place. */
export function arrange(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map<string, Diagnostic>();
  for (const found of diagnostics) {
    const { source, span, number, message, hint } = found;
    const identity = JSON.stringify([source.name, span.start, span.end, number, message, hint]);
    if (!once.has(identity)) once.set(identity, found);
  }
  return [...once.values()].sort((a, b) =>
    compare(a.source.name, b.source.name) || a.span.start - b.span.start || a.span.end - b.span.end ||
    compare(a.number, b.number)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
