import type { Diagnostic } from "./diagnostic.ts";
import { placeAt } from "./line_index.ts";
import { visible } from "./visible.ts";

/**
 * Workflow commands of GitHub Actions, one a line, which show each diagnostic at its line of a pull request. Columns are
 * given only for a span within one line: GitHub allows them nowhere else.
 */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((found) => `${command(found)}\n`).join("");
}

function command({ code, number, severity, message, hint, source, span }: Diagnostic): string {
  const start = placeAt(source, span.start), end = placeAt(source, span.end);
  const columns = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : `,endLine=${end.line}`;
  const where = `file=${property(source.name)},line=${start.line}${columns}`;
  const said = hint === undefined ? message : `${message}\n${hint}`;
  return `::${severity} ${where},title=${property(`${number} ${code}`)}::${data(said)}`;
}

/** Lines stay lines, as `%0A`; everything else that a log could take for a command or an escape becomes visible. */
function data(text: string): string {
  return text.replace(/\r\n?/g, "\n").split("\n").map((line) => visible(line).replaceAll("%", "%25")).join("%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
