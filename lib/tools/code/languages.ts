import { C_RULES } from "./c_rules.ts";
import type { LanguageRules } from "./rules.ts";
import { SCRIPT_RULES } from "./script_rules.ts";
import { named, type SyntaxNode } from "./syntax_node.ts";

/** Languages by their names. */
export const LANGUAGES: Readonly<Record<string, LanguageRules>> = {
  python: {
    grammar: "python",
    files: ["py", "pyi"],
    strict: true,
    imports: { import_statement: "all", import_from_statement: "all", future_import_statement: "all" },
    types: { class_definition: "class" },
    functions: { function_definition: "function" },
    wraps: ["decorated_definition"],
    through: [
      "block",
      "if_statement",
      "elif_clause",
      "else_clause",
      "try_statement",
      "except_clause",
      "finally_clause",
      "with_statement",
    ],
    blocks: {
      type: "block",
      within: /^(?:module|block|\w+_(?:definition|clause)|(?:if|for|while|try|with|match)_statement)$/,
    },
    exports: listedInAll,
  },
  javascript: { ...SCRIPT_RULES, grammar: "javascript", files: ["js", "jsx", "mjs", "cjs"] },
  typescript: { ...SCRIPT_RULES, grammar: "typescript", files: ["ts", "mts", "cts"] },
  tsx: { ...SCRIPT_RULES, grammar: "tsx", files: ["tsx"] },
  go: {
    grammar: "go",
    files: ["go"],
    strict: true,
    imports: { import_spec: "all" },
    types: { type_spec: "type", type_alias: "type" },
    functions: { function_declaration: "function", method_declaration: "method", method_elem: "method" },
    wraps: [],
    through: ["import_declaration", "import_spec_list", "type_declaration"],
    lead: { type_spec: "type ", type_alias: "type " },
    body: (node) => node.childForFieldName("body") ?? goBody(node.childForFieldName("type")),
    isExported: (_, name) => /^\p{Lu}/u.test(name),
  },
  rust: {
    grammar: "rust",
    files: ["rs"],
    strict: true,
    imports: { use_declaration: "all", extern_crate_declaration: "all" },
    types: {
      struct_item: "struct",
      enum_item: "enum",
      union_item: "union",
      trait_item: "trait",
      impl_item: "impl",
      mod_item: "module",
      type_item: "type",
    },
    functions: { function_item: "function", function_signature_item: "function", macro_definition: "macro" },
    wraps: [],
    through: ["foreign_mod_item", "declaration_list"],
    name: (node) => node.type === "impl_item" ? nameOfImpl(node) : node.childForFieldName("name")?.text,
    isExported: (node) => named(node).some(({ type, text }) => type === "visibility_modifier" && text === "pub"),
  },
  java: {
    grammar: "java",
    files: ["java"],
    strict: true,
    imports: { import_declaration: "all" },
    types: {
      class_declaration: "class",
      interface_declaration: "interface",
      enum_declaration: "enum",
      record_declaration: "record",
      annotation_type_declaration: "annotation",
    },
    functions: {
      method_declaration: "method",
      constructor_declaration: "constructor",
      compact_constructor_declaration: "constructor",
    },
    wraps: [],
    through: ["enum_body_declarations"],
    isExported: (node) => named(node).some(({ type, text }) => type === "modifiers" && /\bpublic\b/.test(text)),
  },
  c: { ...C_RULES, files: ["c", "h"] },
  cpp: { ...C_RULES, files: ["cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "h++", "inl"] },
  ruby: {
    grammar: "ruby",
    files: ["rb", "rake", "gemspec"],
    strict: true,
    imports: { call: ({ text }) => /^(?:require|require_relative|load|autoload)\b/.test(text.slice(0, 100)) },
    types: { class: "class", module: "module", singleton_class: "class" },
    functions: { method: "method", singleton_method: "method" },
    wraps: [],
    through: ["body_statement"],
    name: (node) => node.type === "singleton_class" ? "self" : node.childForFieldName("name")?.text,
  },
  bash: {
    grammar: "bash",
    files: ["sh", "bash"],
    strict: false,
    imports: { command: ({ text }) => /^(?:source|\.)\s/.test(text.slice(0, 20)) },
    types: {},
    functions: { function_definition: "function" },
    wraps: [],
    through: [],
  },
};

/** The rules of a language; undefined for one that is not known. */
export function rulesOf(language: string): LanguageRules | undefined {
  return Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : undefined;
}

/** The language of a file by its name; undefined for one that has no rules here. */
export function languageOf(path: string): string | undefined {
  const end = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return Object.keys(LANGUAGES).find((name) => end !== undefined && LANGUAGES[name]!.files.includes(end));
}

function goBody(type: SyntaxNode | null): SyntaxNode | null {
  return type && ["interface_type", "struct_type"].includes(type.type) ? type : null;
}

function nameOfImpl(node: SyntaxNode): string {
  const type = node.childForFieldName("type")?.text ?? "", trait = node.childForFieldName("trait")?.text;
  return trait === undefined ? type : `${trait} for ${type}`;
}

/** `__all__ = ["a", "b"]` in Python. */
function listedInAll({ type, text }: SyntaxNode): readonly string[] {
  const list = type === "expression_statement" &&
    /^__all__\s*(?::[^=]*)?\+?=\s*[[(]([^\])]*)/.exec(text.slice(0, 20_000));
  return list ? [...list[1]!.matchAll(/["']([^"']+)["']/g)].map(([, name]) => name!) : [];
}
