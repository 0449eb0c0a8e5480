import type { Diagnostic } from "./diagnostic.ts";
import { lineSpan, placeAt } from "./line_index.ts";
import { safeJson } from "./render_json.ts";

/** A SARIF 2.1.0 log of one run: each code that occurs is a rule, each diagnostic a result with a region. */
export function renderSarif(diagnostics: readonly Diagnostic[]): string {
  const rules = [...new Map(diagnostics.map((found) => [found.number, found])).values()]
    .sort((a, b) => a.number < b.number ? -1 : 1);
  const place = new Map(rules.map(({ number }, index) => [number, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "loom", rules: rules.map(rule) } },
      columnKind: "unicodeCodePoints",
      results: diagnostics.map((found) => ({ ...result(found), ruleIndex: place.get(found.number)! })),
    }],
  };
  return `${safeJson(log, 2)}\n`;
}

function rule({ code, number, severity }: Diagnostic): Record<string, unknown> {
  const words = code.replaceAll("-", " ");
  return {
    id: number,
    name: words.replace(/(?:^| )(.)/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: words },
    defaultConfiguration: { level: severity },
  };
}

function result({ number, severity, message, hint, source, span }: Diagnostic): Record<string, unknown> {
  const start = placeAt(source, span.start), end = placeAt(source, span.end);
  const first = lineSpan(source, start.line);
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    snippet: { text: source.text.slice(first.start, Math.min(first.end, first.start + 400)) },
  };
  const location = { physicalLocation: { artifactLocation: { uri: uri(source.name) }, region } };
  const text = hint === undefined ? message : `${message} (${hint})`;
  return { ruleId: number, level: severity, message: { text }, locations: [location] };
}

/** A path as a URI reference: relative paths stay relative, so that a viewer finds them under the project's root. */
function uri(name: string): string {
  const path = name.replaceAll("\\", "/");
  const escaped = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(path)) return `file:///${escaped.replace("%3A", ":")}`;
  return path.startsWith("/") ? `file://${escaped}` : escaped;
}
