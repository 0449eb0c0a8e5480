import { placeOf } from "./place.ts";
import { specifiers } from "./specifiers.ts";
import { type Layer, PURE } from "./table.ts";

/** What reaches the world from anywhere; a pure layer is given what it needs instead. */
const WORLD: ReadonlySet<string> = new Set([
  "Deno",
  "EventSource",
  "WebSocket",
  "Worker",
  "XMLHttpRequest",
  "fetch",
  "globalThis",
  "localStorage",
  "navigator",
  "performance",
  "process",
  "sessionStorage",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

/** Modules of the runtime that only compute. */
const HARMLESS: ReadonlySet<string> = new Set([
  "node:buffer",
  "node:crypto",
  "node:path",
  "node:path/posix",
  "node:util",
]);

/** TypeScript's nodes that hold values; below all others there are only types. */
const VALUES: ReadonlySet<string> = new Set([
  "TSAsExpression",
  "TSEnumMember",
  "TSExportAssignment",
  "TSInstantiationExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/**
 * `loom/no-ambient`: pure layers touch no clock, chance, disk or network, and nothing in `lib/` writes to the console.
 *
 * A name that the file binds anywhere is taken for its own: the linter knows no scopes.
 */
export const noAmbient: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (place.in !== "layer" || place.layer === "web" || place.layer === "top") return {};
    const layer = place.layer, pure = PURE.includes(layer);
    const bound = new Set<string>(), found: { node: Deno.lint.Identifier; message: string }[] = [];

    return {
      Identifier(node) {
        if (isBinding(node)) bound.add(node.name);
        else if (isReference(node)) {
          const message = pure ? ambient(node, layer) : writesToConsole(node);
          if (message) found.push({ node, message });
        }
      },
      ...specifiers((module, node) => {
        const message = unavailable(module);
        if (pure && module.startsWith("node:") && !HARMLESS.has(module)) context.report({ node, message, hint });
      }),
      "Program:exit"() {
        for (const { node, message } of found) if (!bound.has(node.name)) context.report({ node, message, hint });
      },
    };
  },
};

const hint = "Take it as an argument, or make it an effect";

function ambient(node: Deno.lint.Identifier, layer: Layer): string | undefined {
  if (WORLD.has(node.name)) return unavailable(node.name);
  switch (node.name) {
    case "Date":
      return clock(node);
    case "Math":
      return memberOf(node, (name) => name === "random") ? unavailable("Math.random") : undefined;
    case "crypto":
      // Random names are words without a domain: they are made in `lib/base` and nowhere else.
      return layer === "base" ? undefined : unavailable("crypto");
    default:
      return writesToConsole(node);
  }
}

/** Dates made of something are values; only the present is out of reach. */
function clock(node: Deno.lint.Identifier): string | undefined {
  const { parent } = node;
  if (parent.type === "NewExpression" && parent.callee === node) {
    return parent.arguments.length === 0 ? unavailable("new Date()") : undefined;
  }
  if (parent.type === "BinaryExpression" && parent.operator === "instanceof") return undefined;
  return memberOf(node, (name) => name === "now") ? unavailable("Date.now") : undefined;
}

/** Whether `node` is used for the member, or in a way that could be for any member. */
function memberOf(node: Deno.lint.Identifier, forbidden: (name: string) => boolean): boolean {
  const { parent } = node;
  if (parent.type !== "MemberExpression" || parent.object !== node) return true;
  const { property } = parent;
  if (!parent.computed) return property.type === "Identifier" && forbidden(property.name);
  return property.type !== "Literal" || forbidden(String(property.value));
}

function writesToConsole(node: Deno.lint.Identifier): string | undefined {
  return node.name === "console"
    ? "`console` is not used in `lib`: give the text back, or write to the host"
    : undefined;
}

function unavailable(name: string): string {
  return `\`${name}\` is out of reach in a pure layer`;
}

/** Whether the identifier gives a name to something. */
function isBinding(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "VariableDeclarator":
    case "ClassDeclaration":
    case "ClassExpression":
      return parent.id === node;
    case "ArrowFunctionExpression":
      return parent.body !== node;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "CatchClause":
    case "ArrayPattern":
    case "RestElement":
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return true;
    case "AssignmentPattern":
      return parent.left === node;
    case "Property":
      return parent.value === node && parent.parent.type === "ObjectPattern";
    default:
      return false;
  }
}

/** Whether the identifier stands for a value, and is not merely the name of a property, a label or a type. */
function isReference(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.key !== node || parent.computed;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ExportSpecifier":
    case "ExportAllDeclaration":
    case "MetaProperty":
      return false;
    case "TSQualifiedName":
      return parent.left === node && node.name === "Deno";
    default:
      return !parent.type.startsWith("TS") || VALUES.has(parent.type);
  }
}
