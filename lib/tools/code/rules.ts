import type { SyntaxNode } from "./syntax_node.ts";

/** What the nodes of a grammar mean in an outline. */
export interface LanguageRules {
  /** File of the grammar, `tree-sitter-NAME.wasm`. */
  readonly grammar: string;
  /** Ends of file names. */
  readonly files: readonly string[];
  /**
   * Whether a place that breaks the rules is surely a mistake. Where a preprocessor may make anything of a text, or the
   * grammar does not know all of the language, it is not.
   */
  readonly strict: boolean;
  /** Imports, by type of node: all of them, or those that a test finds. */
  readonly imports: Readonly<Record<string, "all" | ((node: SyntaxNode) => boolean)>>;
  /** Types that hold functions and others, by type of node, with the kind they are shown as. */
  readonly types: Readonly<Record<string, string>>;
  /** Functions, by type of node, with the kind they are shown as. */
  readonly functions: Readonly<Record<string, string>>;
  /** Nodes that a declaration may be wrapped in and that belong to it: decorators, `export`, `const f =`. */
  readonly wraps: readonly string[];
  /** Nodes that are passed through: what is in them counts as if it stood in their place. */
  readonly through: readonly string[];
  /** The name of a declaration, or undefined where the node is none after all. Default: what its field `name` says. */
  readonly name?: (node: SyntaxNode, wrap: SyntaxNode | undefined) => string | undefined;
  /** What stands before a declaration that begins with its name, by type of node. */
  readonly lead?: Readonly<Record<string, string>>;
  /** What a declaration holds. Default: its field `body`. */
  readonly body?: (node: SyntaxNode) => SyntaxNode | null;
  /** Whether others may use a declaration; absent where the language says it otherwise or not at all. */
  readonly isExported?: (node: SyntaxNode, name: string) => boolean;
  /** Blocks that must hold something although the grammar does not ask for it, and the nodes that they lie in. */
  readonly blocks?: { readonly type: string; readonly within: RegExp };
  /** Names that a node at the top exports; absent where the language has no such nodes. */
  readonly exports?: (node: SyntaxNode) => readonly string[];
}
