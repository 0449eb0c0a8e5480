import type { CodeImport, CodeSymbol, Outline } from "./outline.ts";
import type { LanguageRules } from "./rules.ts";
import { named, type SyntaxNode } from "./syntax_node.ts";

/** Declarations, imports and exports that an outline holds. */
const MOST_SYMBOLS = 1_000, MOST_IMPORTS = 500, MOST_EXPORTS = 1_000;
/** How deep declarations are looked for. */
const MOST_NESTED = 12;
/** Characters of a declaration on its line, and of a name. */
const MOST_ON_LINE = 240, MOST_NAME = 120;

/** The outline of a tree. */
export function makeOutline(root: SyntaxNode, rules: LanguageRules): Outline {
  const exports = new Set(
    named(root).flatMap((node) => rules.exports?.(node) ?? []).map((name) => onLine(name, MOST_NAME)),
  );
  const making: Making = { rules, left: MOST_SYMBOLS, imports: [], exports };
  const symbols = declarations(root, making, { depth: 0, wraps: [], inType: false }),
    types = new Set(Object.values(rules.types));
  const isType = ({ kind }: CodeSymbol) => types.has(kind);
  for (const { exported, name } of symbols) if (exported) exports.add(name);
  return {
    imports: making.imports,
    types: symbols.filter(isType),
    functions: symbols.filter((symbol) => !isType(symbol)),
    exports: [...exports].slice(0, MOST_EXPORTS),
  };
}

interface Making {
  readonly rules: LanguageRules;
  /** Declarations that may still be added. */
  left: number;
  readonly imports: CodeImport[];
  readonly exports: ReadonlySet<string>;
}

interface Around {
  readonly depth: number;
  /** What a declaration is wrapped in, from the outside in. */
  readonly wraps: readonly SyntaxNode[];
  readonly inType: boolean;
}

/** The declarations right in a node; its imports are noted on the way. */
function declarations(node: SyntaxNode, making: Making, around: Around): readonly CodeSymbol[] {
  const { rules } = making, { depth, wraps } = around, found: CodeSymbol[] = [];
  if (depth > MOST_NESTED) return found;
  for (const child of named(node)) {
    if (making.left <= 0) break;
    if (noteImport(child, making)) continue;
    const symbol = declared(child, making, around);
    if (symbol) found.push(symbol);
    else if (rules.wraps.includes(child.type)) {
      found.push(...declarations(child, making, { ...around, depth: depth + 1, wraps: [...wraps, child] }));
    } else if (rules.through.includes(child.type)) {
      found.push(...declarations(child, making, { ...around, depth: depth + 1, wraps: [] }));
    }
  }
  return found;
}

function noteImport(node: SyntaxNode, { rules, imports }: Making): boolean {
  const test = own(rules.imports, node.type);
  if (test === undefined || (test !== "all" && !test(node))) return false;
  if (imports.length < MOST_IMPORTS) imports.push({ line: node.startPosition.row + 1, text: onLine(node.text) });
  return true;
}

function declared(node: SyntaxNode, making: Making, { depth, wraps, inType }: Around): CodeSymbol | undefined {
  const { rules } = making, type = own(rules.types, node.type), kind = type ?? own(rules.functions, node.type);
  if (kind === undefined) return undefined;
  const name = rules.name ? rules.name(node, wraps.at(-1)) : node.childForFieldName("name")?.text;
  if (name === undefined) return undefined;
  making.left--;
  const outer = wraps[0] ?? node, body = rules.body ? rules.body(node) : node.childForFieldName("body");
  const listed = !inType && making.exports.has(name) ? true : undefined;
  const exported = rules.isExported ? rules.isExported(node, name) : listed;
  return {
    kind,
    name: onLine(name, MOST_NAME),
    signature: (own(rules.lead ?? {}, node.type) ?? "") + signature(outer, body),
    from: outer.startPosition.row + 1,
    to: outer.endPosition.row + 1,
    ...(exported === undefined ? {} : { exported }),
    members: type !== undefined && body
      ? declarations(body, making, { depth: depth + 1, wraps: [], inType: true })
      : [],
  };
}

/** A declaration up to its body. */
function signature(outer: SyntaxNode, body: SyntaxNode | null): string {
  const text = outer.text, end = body ? body.startIndex - outer.startIndex : text.length;
  return onLine(text.slice(0, Math.min(end, 4 * MOST_ON_LINE)).replace(/\s*(?:\{|=>|:|=|;|;?\s*\bend)?\s*$/, ""));
}

function onLine(text: string, most = MOST_ON_LINE): string {
  const line = text.slice(0, 4 * most).replace(/\s+/g, " ").trim();
  return line.length > most || text.length > 4 * most ? `${line.slice(0, most).toWellFormed()} …` : line;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
