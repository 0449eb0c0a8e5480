/** Visits every place where a file names another module: types, re-exports and dynamic imports with a literal included. */
export function specifiers(visit: (specifier: string, node: Deno.lint.Node) => void): Deno.lint.LintVisitor {
  const visitLiteral = (node: Deno.lint.Node, name: Deno.lint.Node) => {
    const specifier = literalOf(name);
    if (specifier !== undefined) visit(specifier, node);
  };
  return {
    ImportDeclaration: (node) => visit(node.source.value, node),
    ExportNamedDeclaration: (node) => node.source && visit(node.source.value, node),
    ExportAllDeclaration: (node) => visit(node.source.value, node),
    ImportExpression: (node) => visitLiteral(node, node.source),
    TSImportType: (node) => node.argument.type === "TSLiteralType" && visitLiteral(node, node.argument.literal),
    TSExternalModuleReference: (node) => visit(node.expression.value, node),
  };
}

function literalOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.cooked;
}
