import { isAlias, isMap, isNode, isPair, isScalar, isSeq } from "yaml";
import type { Alias, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { nearest } from "../base/near.ts";
import type { Report } from "../text/diagnostic.ts";
import { lineNumberAt } from "../text/line_index.ts";
import type { Source, Span } from "../text/source.ts";
import type { Located, LocatedEntry, LocatedText, TextStyle } from "./located.ts";
import { readableCharacters } from "./read_characters.ts";
import { MAX_DEPTH, MAX_VALUES } from "./read_limits.ts";
import { readNumber } from "./read_number.ts";
import { tornCalls, WHY_QUOTED } from "./read_yaml_calls.ts";
import { parseYamlTree } from "./read_yaml_tree.ts";

/**
 * The value of a YAML 1.2 document, read with the core schema; undefined where its syntax is wrong or it is too large.
 * Everything wrong is reported. Aliases are values written elsewhere, so they keep the span they have there.
 */
export function readYaml(source: Source, report: Report): Located | undefined {
  if (!readableCharacters(source, report)) return undefined;
  const document = parseYamlTree(source, report);
  if (!document) return undefined;
  const { contents } = document;
  if (
    contents === null || (isScalar(contents) && contents.source === "" && contents.type === "PLAIN" && !contents.tag)
  ) {
    report("empty-file", { start: 0, end: 0 }, { comments: source.text.trim() !== "" });
    return undefined;
  }
  const reading: Reading = { source, report, anchors: new Map() };
  const { value, size, height } = build(reading, contents, 1);
  return size > MAX_VALUES || height > MAX_DEPTH ? undefined : value;
}

interface Reading {
  readonly source: Source;
  readonly report: Report;
  /** What each anchor names so far; undefined while its value is being read. */
  readonly anchors: Map<string, Built | undefined>;
}

/** A value and what it comes to with its aliases written out. */
interface Built {
  readonly value: Located;
  readonly size: number;
  readonly height: number;
}

type Node = ParsedNode | Alias | Scalar | YAMLMap | YAMLSeq;

function build(reading: Reading, node: Node, depth: number): Built {
  if (isAlias(node)) return buildAlias(reading, node, depth);
  const { anchor } = node;
  if (anchor) reading.anchors.set(anchor, undefined);
  const built = isMap(node)
    ? buildMap(reading, node as YAMLMap<Node, Node | null>, depth)
    : isSeq(node)
    ? buildList(reading, node as YAMLSeq<Node>, depth)
    : { value: scalarValue(reading, node), size: 1, height: 0 };
  if (anchor) reading.anchors.set(anchor, built);
  return built;
}

function buildMap(reading: Reading, node: YAMLMap<Node, Node | null>, depth: number): Built {
  const entries: LocatedEntry[] = [], lines = new Map<string, Span>(), parts: Built[] = [];
  const calls = node.flow ? tornCalls(reading.source, node.items) : undefined;
  let past = 0;
  for (const pair of node.items) {
    if (pair.key && spanOf(pair.key).start < past) continue;
    const call = calls?.get(pair);
    if (call) reportCall(reading, call), past = call.end;
    const key = keyOf(reading, pair, depth), keySpan = pair.key ? spanOf(pair.key) : spanOf(node);
    const part = call
      ? { value: { kind: "null", span: call }, size: 1, height: 0 } as const
      : pair.value
      ? build(reading, pair.value, depth + 1)
      : { value: { kind: "null", span: { start: keySpan.end, end: keySpan.end } }, size: 1, height: 0 } as const;
    parts.push(part);
    if (key === undefined) continue;
    const first = lines.get(key);
    if (first) reading.report("duplicate-key", keySpan, { key, line: lineNumberAt(reading.source, first.start) });
    else entries.push({ key, keySpan, value: part.value });
    lines.set(key, first ?? keySpan);
  }
  return whole(reading, { kind: "map", entries, span: spanOf(node) }, parts);
}

function reportCall({ source, report }: Reading, span: Span): void {
  report("needs-quotes", span, { text: source.text.slice(span.start, span.end), why: WHY_QUOTED });
}

function buildList(reading: Reading, node: YAMLSeq<Node>, depth: number): Built {
  const parts = node.items.map((item) => build(reading, item, depth + 1));
  return whole(reading, { kind: "list", items: parts.map(({ value }) => value), span: spanOf(node) }, parts);
}

/** The sum of a collection's parts. The first one to pass the limit is reported; what holds it has passed it too. */
function whole({ report }: Reading, value: Located, parts: readonly Built[]): Built {
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  const height = parts.reduce((most, part) => Math.max(most, part.height), 0) + 1;
  if (size > MAX_VALUES && parts.every((part) => part.size <= MAX_VALUES)) {
    report("too-many-values", value.span, { limit: MAX_VALUES });
  }
  if (height === MAX_DEPTH + 1) report("too-deep", value.span, { limit: MAX_DEPTH });
  return { value, size, height };
}

function buildAlias({ report, anchors }: Reading, node: Alias, depth: number): Built {
  const name = node.source, span = spanOf(node);
  const built = anchors.get(name);
  if (built && depth - 1 + built.height <= MAX_DEPTH) return built;
  if (built) report("too-deep", span, { limit: MAX_DEPTH });
  else if (anchors.has(name)) report("alias-cycle", span, { name });
  else report("unknown-alias", span, { name, near: nearest(name, anchors.keys()) });
  return { value: { kind: "null", span }, size: 1, height: 0 };
}

function scalarValue({ source, report }: Reading, node: Scalar): Located {
  const span = spanOf(node), { value } = node;
  switch (typeof value) {
    case "number":
      return { kind: "number", value: readNumber(node.source ?? "", value, { span, report }), span };
    case "boolean":
      return { kind: "bool", value, span };
    case "string":
      return textOf(source, node, value);
    default:
      return { kind: "null", span };
  }
}

const STYLES: Readonly<Record<string, TextStyle>> = {
  PLAIN: "yaml-plain",
  QUOTE_SINGLE: "yaml-single",
  QUOTE_DOUBLE: "yaml-double",
  BLOCK_LITERAL: "yaml-literal",
  BLOCK_FOLDED: "yaml-folded",
};

function textOf({ text }: Source, node: Scalar, value: string): LocatedText {
  const span = spanOf(node), raw = text.slice(span.start, span.end);
  const style = raw === value ? "same" : STYLES[node.type ?? "PLAIN"]!;
  const indent = style === "yaml-literal" || style === "yaml-folded" ? blockIndent(node, raw) : 0;
  return { kind: "text", value, span, written: { style, raw, indent } };
}

/** The indentation of a block's text: its first line's, or, as in `|2`, so many more than that of what holds it. */
function blockIndent({ srcToken }: Scalar, raw: string): number {
  const asked = /^[|>][-+]?(\d)/.exec(raw)?.[1];
  if (asked && srcToken && "indent" in srcToken) return srcToken.indent + Number(asked);
  return /\n( *)[^ \r\n]/.exec(raw)?.[1]?.length ?? 0;
}

/** The text of a key; one that is no text, such as `1` or `true`, is taken as it is written. */
function keyOf(reading: Reading, { key }: Pair<Node, Node | null>, depth: number): string | undefined {
  const { source, report } = reading;
  const located = key && build(reading, key, depth).value;
  const span = key ? spanOf(key) : { start: 0, end: 0 };
  if (!located || (located.kind === "null" && located.span.start === located.span.end)) {
    return void report("syntax", span, { reason: "a key is missing before this `:`" });
  }
  if (located.kind === "map" || located.kind === "list") {
    const jinja = source.text.startsWith("{", located.span.start) && source.text[located.span.start - 1] === "{";
    const advice = jinja ? "write a template as `${{ … }}`, and in quotes" : "a key is a text: put it in quotes";
    return void report("bad-key", span, { what: `a ${located.kind}`, advice });
  }
  if (isScalar(key) && key.type === "PLAIN" && key.source === "<<") return void report("merge-key", span, {});
  return located.kind === "text" ? located.value : source.text.slice(located.span.start, located.span.end);
}

function spanOf(node: Node): Span {
  return { start: node.range?.[0] ?? 0, end: endOf(node) };
}

/** Where a value ends: one without brackets with its last part, not with the comments and empty lines after it. */
function endOf(node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (!(isMap(node) || isSeq(node)) || node.flow) return end;
  const last: unknown = node.items.at(-1), part = isPair(last) ? last.value ?? last.key : last;
  return isNode(part) ? endOf(part as Node) : end;
}
