/**
 * Trees of the parser, as far as they are used here; see the package `@vscode/tree-sitter-wasm`.
 *
 * @module
 */

/** A place in a text, from 0; columns in UTF-16 code units. */
export interface Point {
  /** Line. */
  readonly row: number;
  /** Column. */
  readonly column: number;
}

/** A node of a tree. */
export interface SyntaxNode {
  /** What it is; `ERROR` for what fits nowhere. */
  readonly type: string;
  /** Whether it was made up, because something has to stand there. */
  readonly isMissing: boolean;
  /** Whether it is what fits nowhere. */
  readonly isError: boolean;
  /** Whether something in it is missing or fits nowhere. */
  readonly hasError: boolean;
  /** All of its text. */
  readonly text: string;
  /** Where it begins in the text. */
  readonly startIndex: number;
  /** Where it ends. */
  readonly endIndex: number;
  /** Where it begins, as line and column. */
  readonly startPosition: Point;
  /** Where it ends. */
  readonly endPosition: Point;
  /** Everything in it. */
  readonly children: readonly (SyntaxNode | null)[];
  /** What is in it and has a name in the grammar. */
  readonly namedChildren: readonly (SyntaxNode | null)[];
  /** What stands in a field of the grammar. */
  childForFieldName(name: string): SyntaxNode | null;
}

/** What the package gives. */
export interface TreeSitter {
  /** Parsers of texts. */
  readonly Parser: {
    init(options: { readonly wasmBinary: Uint8Array }): Promise<void>;
    new (): Parser;
  };
  /** Grammars. */
  readonly Language: { load(bytes: Uint8Array): Promise<Grammar> };
}

/** The grammar of a language. */
export interface Grammar {
  /** Its name. */
  readonly name: string | null;
}

/** A parser. */
export interface Parser {
  /** Chooses the grammar. */
  setLanguage(grammar: Grammar): void;
  /** The tree of a text; null when `progressCallback` gave true. */
  parse(text: string, before: null, options: { progressCallback(): boolean }): Tree | null;
  /** Forgets a text whose parsing was ended. */
  reset(): void;
}

/** The tree of a text. */
export interface Tree {
  /** Its root. */
  readonly rootNode: SyntaxNode;
  /** Frees its memory. */
  delete(): void;
}

/** Nodes in a node that have names. */
export function named(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter((child) => child !== null);
}
