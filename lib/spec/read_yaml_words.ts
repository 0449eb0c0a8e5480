import type { YAMLError } from "yaml";
import type { DiagnosticCode, DiagnosticParams } from "../text/diagnostic.ts";
import { lineNumberAt, lineSpan } from "../text/line_index.ts";
import type { Source, Span } from "../text/source.ts";
import { escapeAt } from "./read_pieces.ts";
import { callAround, WHY_QUOTED } from "./read_yaml_calls.ts";
import type { Finding } from "./read_yaml_errors.ts";

/** What the parser of YAML said of a span, in our words. */
export function wordsFor(source: Source, error: YAMLError, span: Span): Finding {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return finding("tab-indent", { start: span.start, end: pastBlanks(source, span.start) }, {});
    case "BAD_INDENT":
      return badIndent(source, error, span);
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      return missing(source, error, span);
    case "BLOCK_AS_IMPLICIT_KEY":
      return blockAsKey(source, error, span);
    case "BLOCK_IN_FLOW":
      return inBrackets(source, span);
    case "UNEXPECTED_TOKEN":
      return unexpected(source, error, span);
    case "BAD_SCALAR_START":
      return badStart(source, span);
    case "BAD_DQ_ESCAPE":
      return badEscape(source, span);
    case "TAG_RESOLVE_FAILED":
    case "BAD_COLLECTION_TYPE":
      return finding("unknown-tag", span, { tag: textAt(source, span) });
    default:
      return other(source, error, span);
  }
}

function finding<C extends DiagnosticCode>(code: C, span: Span, params: DiagnosticParams[C]): Finding {
  return { span, say: (report) => report(code, span, params) };
}

function syntax(span: Span, reason: string): Finding {
  return finding("syntax", span, { reason });
}

function badIndent(source: Source, { message }: YAMLError, { start }: Span): Finding {
  const span = restOfLine(source, pastBlanks(source, start));
  if (/^Block scalar values in coll/.test(message)) return finding("bad-indent", span, UNDER_BLOCK);
  const item = /sequence/.test(message);
  return finding("bad-indent", span, {
    reason: `this ${item ? "list item" : "line"} does not line up with the ${item ? "items" : "keys"} above it`,
    advice: item ? "line it up with the items it belongs to" : "line it up with the keys it belongs to",
  });
}

const UNDER_BLOCK = {
  reason: "the text of a `|` or `>` block must be indented deeper than its key",
  advice: "indent the line",
} as const;

/** Something that should follow does not: most often the `:` of a key, or the space after it. */
function missing(source: Source, { message }: YAMLError, span: Span): Finding {
  const line = restOfLine(source, span.start), text = textAt(source, line);
  if (/^Comments must/.test(message)) {
    const advice = "a comment starts after a space; a text with `#` in it must be in quotes";
    return finding("missing-space", span, { where: "before `#`", advice });
  }
  if (/^Tags and anchors/.test(message)) {
    return finding("missing-space", span, { where: "after the tag or anchor", advice: "put a space here" });
  }
  if (/^Missing space after :/.test(message)) return afterColon({ start: span.start, end: span.start + 1 });
  if (/^Missing , /.test(message)) return inBrackets(source, span);
  if (/^Block scalars with more-indented/.test(message)) return finding("bad-indent", line, FIRST_LINE);
  const colon = /^(?:[\w.-]+|"[^"]*"|'[^']*'):(?=[^\s:])/.exec(text);
  if (colon) return afterColon({ start: line.start + colon[0].length - 1, end: line.start + colon[0].length });
  if (/^- |^-$/.test(text)) return syntax(line, "a list item `-` stands where a key is expected");
  if (/[|>][-+\d]*\s*$/.test(lineBefore(source, line.start))) return finding("bad-indent", line, UNDER_BLOCK);
  if (/^Implicit/.test(message)) return syntax(line, `\`${brief(text)}\` is no key: a \`:\` must follow it`);
  return syntax(span, inOurTone(message));
}

const FIRST_LINE = {
  reason: "the empty lines before this one are indented deeper than it is",
  advice: "take the spaces out of the empty lines",
} as const;

function afterColon(span: Span): Finding {
  return finding("missing-space", span, { where: "after `:`", advice: "write `key: value`" });
}

function blockAsKey(source: Source, { message }: YAMLError, span: Span): Finding {
  const line = restOfLine(source, pastBlanks(source, span.start)), text = textAt(source, line);
  if (/^A block sequence/.test(message)) {
    return finding("bad-indent", line, {
      reason: "this line does not line up with the list items above it",
      advice: "start every item of a list in the same column",
    });
  }
  const below = keyBelow(source, line);
  if (below) return finding("bad-indent", below, TOO_DEEP);
  const why = "`: ` in it would end a key";
  return finding("needs-quotes", line, { text: text.includes("${{") ? template(text) : text, why });
}

const TOO_DEEP = {
  reason: "this line is indented deeper than the keys it belongs to, so it goes on with the text above it",
  advice: "line it up with the key above it",
} as const;

/** The line of a key that is read as the second line of the text before it, for it is indented too deep. */
function keyBelow(source: Source, line: Span): Span | undefined {
  if (/:(?:\s|$)/.test(textAt(source, line))) return undefined;
  const rest = source.text.slice(line.end), [gap = ""] = /^\s*/.exec(rest) ?? [];
  const span = restOfLine(source, line.end + gap.length);
  return gap.includes("\n") && /^[\w.-]+:(?:\s|$)/.test(textAt(source, span)) ? span : undefined;
}

/** Inside `[ ]` and `{ }`, where most surprises are texts that need quotes. */
function inBrackets(source: Source, span: Span): Finding {
  const hole = holeAt(source, span.start);
  if (hole) return hole;
  const call = callAround(source, span.start);
  if (call) return finding("needs-quotes", call, { text: textAt(source, call), why: WHY_QUOTED });
  const line = restOfLine(source, span.start);
  return syntax(line, `a \`,\` is missing in this list or map, around \`${brief(textAt(source, line))}\``);
}

const HOLE_IN_BRACKETS = "inside `[ ]` and `{ }` its braces would be read as maps";

/** Says that a template needs quotes, where the parser stumbled over the braces of one. */
function holeAt(source: Source, at: number): Finding | undefined {
  const line = restOfLine(source, lineSpan(source, lineNumberAt(source, at)).start);
  const hole = textAt(source, line).lastIndexOf("${", at - line.start);
  if (hole === -1 || at > line.start + hole + 4) return undefined;
  const start = line.start + hole, text = template(source.text.slice(start, line.end));
  return finding("needs-quotes", { start, end: start + text.length }, { text, why: HOLE_IN_BRACKETS });
}

function unexpected(source: Source, { message }: YAMLError, span: Span): Finding {
  const hole = holeAt(source, span.start);
  if (hole) return hole;
  const line = restOfLine(source, span.start), said = brief(textAt(source, line));
  if (/^Block scalar header/.test(message)) {
    return syntax(line, `\`${said}\` cannot follow the mark of a text block: its text starts on the next line`);
  }
  if (/block-seq-ind on same line/.test(message)) {
    return syntax(line, "a list cannot start on the line of its key: start it on the next line, or write it in `[ ]`");
  }
  if (/^Unexpected (?:,|empty item)/.test(message)) return syntax(span, "there is nothing between two commas");
  const bracket = /flow-(seq|map)-end/.exec(message)?.[1];
  if (bracket) return syntax(span, `this \`${bracket === "seq" ? "]" : "}"}\` closes nothing`);
  return afterValue(source, line, said);
}

/** Words that follow a value which is complete already. */
function afterValue(source: Source, line: Span, said: string): Finding {
  const before = source.text.slice(0, line.start).trimEnd();
  const quote = before.at(-1);
  if (quote === '"' || quote === "'") {
    const open = before.lastIndexOf(quote, before.length - 2);
    if (open >= 0 && before.slice(open).includes("\n")) return openedEarlier(source, open, before.length);
    const advice = quote === "'" ? "; inside single quotes, a quote is written twice" : "";
    return syntax(line, `\`${said}\` follows a closing quote${advice}`);
  }
  const alias = /(?:^|\s)([*&]\S*)$/.exec(before);
  if (alias && alias[1]!.startsWith("*")) {
    const start = before.length - alias[1]!.length;
    const text = source.text.slice(start, line.end);
    return finding("needs-quotes", { start, end: line.end }, { text, why: "a word that starts with `*` is an alias" });
  }
  if (/^[ -]*- /.test(lineBefore(source, line.start)) && /^[\w.-]+:(?:\s|$)/.test(said)) {
    return syntax(
      line,
      `key \`${said.split(":")[0]}\` cannot stand beside list items: indent it, or end the list before it`,
    );
  }
  return syntax(line, `\`${said}\` cannot follow the value before it`);
}

function openedEarlier(source: Source, open: number, end: number): Finding {
  const line = lineNumberAt(source, end);
  return finding("unclosed", { start: open, end: open + 1 }, {
    what: "quoted text",
    closer: `close it on this line: as it is, it ends at the next quote, on line ${line}`,
  });
}

function badStart(source: Source, span: Span): Finding {
  const line = restOfLine(source, span.start), text = textAt(source, line);
  const mark = text.startsWith("`") ? "a backtick" : `\`${text[0]}\``;
  return finding("needs-quotes", line, { text, why: `no text starts with ${mark} without them` });
}

function badEscape({ text }: Source, { start }: Span): Finding {
  const escape = escapeAt(text, start);
  return finding("bad-escape", { start, end: start + escape.length }, { escape });
}

function other(source: Source, { code, message }: YAMLError, span: Span): Finding {
  switch (code) {
    case "KEY_OVER_1024_CHARS":
      return syntax({ start: span.start, end: span.start + 1 }, "a key may have 1,024 characters at most");
    case "MULTIPLE_ANCHORS":
      return syntax(span, "a value can have one anchor only");
    case "MULTIPLE_TAGS":
      return syntax(span, "a value can have one tag only");
    case "ALIAS_PROPS":
      return syntax(span, "an alias can have no anchor and no tag of its own");
    case "BAD_ALIAS":
      return syntax(span, `\`${brief(textAt(source, span))}\` names nothing: a name must follow the \`*\` or \`&\``);
    case "BAD_PROP_ORDER":
      return syntax(span, "an anchor or tag must come right before its value");
    default:
      return syntax(span, inOurTone(message));
  }
}

/** What we have no words for is said as the parser says it, in our form. */
function inOurTone(message: string): string {
  return `the YAML cannot be read here: ${message.slice(0, 1).toLowerCase()}${message.slice(1).replace(/\.$/, "")}`;
}

function textAt(source: Source, { start, end }: Span): string {
  return source.text.slice(start, end);
}

function pastBlanks({ text }: Source, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** From a place to the last letter of its line. */
function restOfLine(source: Source, start: number): Span {
  const { end } = lineSpan(source, lineNumberAt(source, start));
  const text = source.text.slice(start, end).trimEnd();
  return { start, end: start + Math.max(text.length, Math.min(1, end - start)) };
}

function lineBefore(source: Source, start: number): string {
  const line = lineNumberAt(source, start);
  return line > 1 ? textAt(source, lineSpan(source, line - 1)) : "";
}

/** A template as far as its hole's end, or all of the text where it has none. */
function template(text: string): string {
  const end = text.indexOf("}}");
  return end === -1 ? text : text.slice(0, end + 2);
}

function brief(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
