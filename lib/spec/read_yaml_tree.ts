import { Composer, Lexer, Parser } from "yaml";
import type { CST, Document, DocumentOptions, ParseOptions, SchemaOptions } from "yaml";
import type { Report } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { MAX_DEPTH, MAX_VALUES } from "./read_limits.ts";
import { reportYamlErrors } from "./read_yaml_errors.ts";

/** Duplicate keys are looked for later, where it takes linear time and the message can name the first one. */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  keepSourceTokens: true,
  logLevel: "silent",
  resolveKnownTags: false,
  schema: "core",
  uniqueKeys: false,
  version: "1.2",
};

/** What the lexer emits before a plain or block text. */
const SCALAR = "\x1f";

/**
 * The one document of a YAML text, or undefined where its syntax is wrong, which is then reported. The parts of the parser
 * are driven by hand, because limits on depth and size must hold while it reads, not after it has.
 */
export function parseYamlTree(source: Source, report: Report): Document.Parsed | undefined {
  const tokens = tokensOf(source, report);
  if (!tokens) return undefined;
  const composer = new Composer(OPTIONS), documents: Document.Parsed[] = [];
  for (const token of tokens) documents.push(...composer.next(token));
  documents.push(...composer.end(true, source.text.length));
  const document = documents[0];
  return document && reportYamlErrors({ source, document, tokens }, report) ? document : undefined;
}

/** The text as tokens, the first document's at most; undefined where it passes a limit. */
function tokensOf(source: Source, report: Report): CST.Token[] | undefined {
  const parser = new Parser(), tokens: CST.Token[] = [];
  const seen = { values: 0, marks: 0, errors: 0, documents: 0 };
  let inScalar = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    const here = { start: parser.offset, end: parser.offset + lexeme.length };
    if (!inScalar) {
      seen.values += +startsValue(lexeme);
      seen.marks += +!/^[\s#]/.test(lexeme);
    }
    if (seen.values > MAX_VALUES || seen.marks > MAX_MARKS) {
      return void report("too-many-values", here, { limit: MAX_VALUES });
    }
    inScalar = !inScalar && lexeme === SCALAR;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      seen.documents += +(token.type === "document");
      seen.errors += +(token.type === "error");
    }
    if (depthOf(parser.stack) > MAX_DEPTH) return void report("too-deep", here, { limit: MAX_DEPTH });
    const second = seen.documents > 0 && parser.stack[0]?.type === "document" ? parser.stack[0] : undefined;
    if (second) report("many-documents", lineFrom(source, second.offset), {});
    if (second || seen.errors > MAX_ERRORS) return withoutDirectives(tokens, report);
  }
  tokens.push(...parser.end());
  return withoutDirectives(tokens, report);
}

/** A document has a few marks for each of its values; one with many more holds little else. */
const MAX_MARKS = 4 * MAX_VALUES;

/** After as many things that no document may hold, what follows is not worth reading. */
const MAX_ERRORS = 100;

/** How many lists and maps are open; the stack holds them and what is around and in them. */
function depthOf(stack: readonly CST.Token[]): number {
  return stack.length > MAX_DEPTH
    ? stack.filter(({ type }) => /^(?:block-map|block-seq|flow-coll)/.test(type)).length
    : 0;
}

function startsValue(lexeme: string): boolean {
  return lexeme === SCALAR || /^["'[{*]/.test(lexeme);
}

function withoutDirectives(tokens: readonly CST.Token[], report: Report): CST.Token[] {
  return tokens.filter((token) => {
    if (token.type !== "directive") return true;
    report("directive", { start: token.offset, end: token.offset + token.source.length }, { text: token.source });
    return false;
  });
}

function lineFrom({ text }: Source, start: number): { start: number; end: number } {
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}
