import type { Diagnostic } from "./diagnostic.ts";
import { placeAt } from "./line_index.ts";

/** One JSON array, one object a diagnostic, on one line each; `[]` when there are none. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.map((found) => `  ${safeJson(described(found))}`);
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}

/** JSON whose text is safe in a terminal: what JSON itself leaves raw of controls and bidirectional marks is escaped. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function described({ code, number, severity, message, hint, source, span }: Diagnostic): Record<string, unknown> {
  return {
    code,
    number,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    file: source.name,
    start: placeAt(source, span.start),
    end: placeAt(source, span.end),
  };
}
