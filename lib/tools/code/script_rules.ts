import type { LanguageRules } from "./rules.ts";
import { named, type SyntaxNode } from "./syntax_node.ts";

/** What JavaScript and TypeScript have in common; the grammar of one does not have all nodes of the other. */
export const SCRIPT_RULES: Omit<LanguageRules, "grammar" | "files"> = {
  strict: true,
  imports: {
    import_statement: "all",
    lexical_declaration: isRequire,
    variable_declaration: isRequire,
    expression_statement: isRequire,
  },
  types: {
    class_declaration: "class",
    class: "class",
    abstract_class_declaration: "class",
    interface_declaration: "interface",
    enum_declaration: "enum",
    type_alias_declaration: "type",
    internal_module: "namespace",
    module: "module",
  },
  functions: {
    function_declaration: "function",
    function_expression: "function",
    generator_function_declaration: "function",
    generator_function: "function",
    function_signature: "function",
    arrow_function: "function",
    method_definition: "method",
    method_signature: "method",
    abstract_method_signature: "method",
  },
  wraps: [
    "export_statement",
    "ambient_declaration",
    "lexical_declaration",
    "variable_declaration",
    "variable_declarator",
    "public_field_definition",
    "field_definition",
  ],
  through: ["expression_statement", "statement_block"],
  name: (node, wrap) =>
    node.childForFieldName("name")?.text ?? wrap?.childForFieldName("name")?.text ??
      wrap?.childForFieldName("property")?.text ?? (isDefault(wrap) ? "default" : undefined),
  body: (node) => node.childForFieldName("body") ?? node.childForFieldName("value"),
  exports,
};

function isRequire({ text }: SyntaxNode): boolean {
  return /^(?:(?:const|let|var)\s[^=;]{1,500}=\s*)?(?:await\s+import|require)\s*\(\s*["'`]/.test(text.slice(0, 600));
}

function isDefault(node: SyntaxNode | undefined): boolean {
  return node?.type === "export_statement" && node.children.some((child) => child?.type === "default");
}

/** `export { a, b as c }`, `export * from "d"`, `export default …`, `export const e = 1`, `export class F`. */
function exports(node: SyntaxNode): readonly string[] {
  if (node.type !== "export_statement") return [];
  if (isDefault(node)) return ["default"];
  const source = node.childForFieldName("source"), declaration = node.childForFieldName("declaration");
  const clause = named(node).find(({ type }) => type === "export_clause");
  if (clause) {
    return named(clause).flatMap((one) =>
      (one.childForFieldName("alias") ?? one.childForFieldName("name"))?.text ?? []
    );
  }
  if (!declaration) return source ? [`* from ${source.text}`] : [];
  const name = declaration.childForFieldName("name");
  return name ? [name.text] : named(declaration).flatMap((one) => one.childForFieldName("name")?.text ?? []);
}
