import type { CST } from "yaml";
import type { Finding } from "./read_yaml_errors.ts";

/** The innermost lists, maps and quoted texts that the document opens and does not close, found in its tokens. */
export function unclosedIn(tokens: readonly CST.Token[]): Finding[] {
  return tokens.flatMap((token) => unclosed(token));
}

function unclosed(token: CST.Token): Finding[] {
  switch (token.type) {
    case "document":
      return token.value ? unclosed(token.value) : [];
    case "single-quoted-scalar":
    case "double-quoted-scalar":
      return isClosed(token.source) ? [] : [openQuote(token)];
    case "flow-collection": {
      const inside = insideOf(token);
      return inside.length > 0 || token.end[0]?.source === closerOf(token) ? inside : [openBracket(token)];
    }
    case "block-map":
    case "block-seq":
      return insideOf(token);
    default:
      return [];
  }
}

function insideOf(token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection): Finding[] {
  const items: readonly CST.CollectionItem[] = token.items;
  return items.flatMap(({ key, value }) => [
    ...(key ? unclosed(key) : []),
    ...(value ? unclosed(value) : []),
  ]);
}

function isClosed(written: string): boolean {
  return written.length > 1 && written.endsWith(written[0]!);
}

function openQuote({ offset, source }: CST.FlowScalar): Finding {
  const what = source[0] === '"' ? "text in double quotes" : "text in single quotes";
  const closer = source[0] === '"' ? 'close it with `"`' : "close it with `'`; inside it, a quote is written twice";
  return {
    span: { start: offset, end: offset + 1 },
    say: (report, span) => report("unclosed", span, { what, closer }),
  };
}

function closerOf({ start }: CST.FlowCollection): string {
  return start.source === "{" ? "}" : "]";
}

function openBracket(token: CST.FlowCollection): Finding {
  const { start } = token, map = start.source === "{";
  const closer = `close it with \`${closerOf(token)}\`, and indent its lines deeper than its key`;
  return {
    span: { start: start.offset, end: start.offset + 1 },
    say: (report, span) => report("unclosed", span, { what: map ? "map" : "list", closer }),
  };
}
