import type { LanguageRules } from "./rules.ts";
import type { SyntaxNode } from "./syntax_node.ts";

/** What C and C++ have in common: C is read as C++, which is close enough for an outline. */
export const C_RULES: Omit<LanguageRules, "files"> = {
  grammar: "cpp",
  strict: false,
  imports: { preproc_include: "all", import_declaration: "all" },
  types: {
    class_specifier: "class",
    struct_specifier: "struct",
    union_specifier: "union",
    enum_specifier: "enum",
    namespace_definition: "namespace",
  },
  functions: { function_definition: "function", declaration: "function", field_declaration: "function" },
  wraps: ["template_declaration", "type_definition"],
  through: [
    "declaration",
    "field_declaration",
    "linkage_specification",
    "declaration_list",
    "preproc_if",
    "preproc_ifdef",
    "preproc_else",
    "preproc_elif",
    "preproc_elifdef",
  ],
  name: (node, wrap) =>
    /_specifier$|^namespace_definition$/.test(node.type) ? nameOfType(node, wrap) : nameOfFunction(node),
};

/** A type without a body is only mentioned; one without a name may have it from its `typedef`. */
function nameOfType(node: SyntaxNode, wrap: SyntaxNode | undefined): string | undefined {
  if (!node.childForFieldName("body")) return undefined;
  return (node.childForFieldName("name") ?? wrap?.childForFieldName("declarator"))?.text ??
    (node.type === "namespace_definition" ? "(anonymous)" : undefined);
}

/** The name lies in what declares it, as in `char **f(void)`; what has a pointer to a function is no function. */
function nameOfFunction(node: SyntaxNode): string | undefined {
  let at = node.childForFieldName("declarator");
  for (let depth = 0; at && at.type !== "function_declarator" && depth < 20; depth++) {
    at = at.childForFieldName("declarator") ?? at.namedChildren.find((child) =>
      child?.type === "function_declarator"
    ) ??
      null;
  }
  const name = at?.childForFieldName("declarator")?.text;
  return name?.startsWith("(") ? undefined : name;
}
