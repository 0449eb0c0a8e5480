import assert from "node:assert/strict";
import { Environment } from "@marcbachmann/cel-js";
import type { ASTNode } from "@marcbachmann/cel-js";
import fc from "../properties.ts";
import type { Expr } from "../../lib/expr/expr.ts";
import { parse } from "../../lib/expr/parse.ts";
import { expressions } from "./expressions.ts";

function rootOf(text: string): Expr {
  const parsed = parse(text);
  assert.ok(parsed.ok, `${text}: ${JSON.stringify(parsed)}`);
  return parsed.expr.root;
}

/** The tree without places, in the words cel-js uses. */
function outline(expr: Expr): unknown {
  switch (expr.kind) {
    case "literal":
      return ["value", expr.value];
    case "name":
      return ["id", expr.name];
    case "field":
      return [".", outline(expr.of), expr.name];
    case "index":
      return ["[]", outline(expr.of), outline(expr.at)];
    case "call":
      return [expr.form, expr.name, expr.args.map(outline)];
    case "list":
      return ["list", expr.items.map(outline)];
    case "map":
      return ["map", expr.entries.map(({ key, value }) => [outline(key), outline(value)])];
    case "unary":
      return [`${expr.op}_`, outline(expr.of)];
    case "binary":
      return [expr.op, outline(expr.left), outline(expr.right)];
    case "choice":
      return ["?:", outline(expr.test), outline(expr.yes), outline(expr.no)];
  }
}

function celOutline(node: ASTNode): unknown {
  switch (node.op) {
    case "value":
      return ["value", typeof node.args === "bigint" ? Number(node.args) : node.args];
    case "id":
      return ["id", node.args];
    case ".":
    case ".?":
      return [".", celOutline(node.args[0]), node.args[1]];
    case "call":
      return ["function", node.args[0], node.args[1].map(celOutline)];
    case "rcall":
      return ["method", node.args[0], [node.args[1], ...node.args[2]].map(celOutline)];
    case "list":
      return ["list", node.args.map(celOutline)];
    case "map":
      return ["map", node.args.map(([key, value]) => [celOutline(key), celOutline(value)])];
    case "!_":
    case "-_":
      return [node.op, celOutline(node.args)];
    default:
      return [node.op, ...node.args.map(celOutline)];
  }
}

const cel = new Environment({ unlistedVariablesAreDyn: true });

/** Any syntax both read alike: comparisons are not chained, and are bracketed inside each other. */
const syntax = fc.letrec<{ expr: string; sum: string; atom: string }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4 },
    tie("sum"),
    fc.tuple(tie("sum"), fc.constantFrom("<", "<=", ">", ">=", "==", "!=", " in "), tie("sum")).map((parts) =>
      parts.join("")
    ),
    fc.tuple(tie("sum"), tie("expr"), tie("expr")).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    fc.tuple(tie("atom"), fc.constantFrom(" && ", "||"), tie("atom"), fc.constantFrom("&&", "||"), tie("atom")).map((
      parts,
    ) => parts.join("")),
  ),
  sum: fc.oneof(
    { maxDepth: 4 },
    tie("atom"),
    fc.tuple(tie("sum"), fc.constantFrom("+", "-", " * ", "/", "%"), tie("sum")).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("-", "!", "--", "!-"), tie("atom")).map((parts) => parts.join("")),
  ),
  atom: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "a",
      "b_1",
      "true",
      "null",
      "1",
      "2.5",
      "1e3",
      "2E-2",
      "0xfF",
      "007",
      "'x'",
      '"it\'s\\n"',
      "'''a'b'''",
      'r"\\n"',
      "'\\u00e9\\U0001F600\\x41\\101\\`'",
      "[]",
      "{}",
    ),
    tie("expr").map((a) => `(${a})`),
    fc.tuple(tie("atom"), fc.constantFrom("f", "size", "item")).map(([a, b]) => `(${a}).${b}`),
    fc.tuple(tie("atom"), tie("expr")).map(([a, b]) => `(${a})[${b}]`),
    fc.array(tie("expr"), { maxLength: 3 }).map((args) => `call(${args.join(", ")})`),
    fc.tuple(tie("atom"), tie("expr")).map(([a, b]) => `(${a}).map(v, ${b})`),
    fc.tuple(tie("atom"), tie("expr")).map(([a, b]) => `(${a}).method(${b},)`),
    fc.array(tie("expr"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
    fc.array(fc.tuple(tie("expr"), tie("expr")), { maxLength: 2 }).map((entries) =>
      `{${entries.map((entry) => entry.join(": ")).join(",\n")}}`
    ),
    tie("expr").map((a) => `( // a remark "\n\t${a})`),
  ),
}));

Deno.test("the grammar is CEL's: cel-js reads every expression as the same tree", () => {
  fc.assert(
    fc.property(fc.oneof(syntax.expr, expressions), (text) => {
      assert.deepEqual(outline(rootOf(text)), celOutline(cel.parse(text).ast), text);
    }),
    { numRuns: 1500 },
  );
});

Deno.test("every part of an expression knows its place, brackets included", () => {
  const text = "f((a + b) * -c.d['k'], x ? [1] : {y: 2})";
  const pieces: string[] = [];
  const visit = (expr: Expr): void => {
    pieces.push(text.slice(expr.start, expr.end));
    if (expr.kind === "call") return expr.args.forEach(visit);
    if (expr.kind === "binary") return [expr.left, expr.right].forEach(visit);
    if (expr.kind === "unary" || expr.kind === "field" || expr.kind === "index") return visit(expr.of);
    if (expr.kind === "choice") return [expr.test, expr.yes, expr.no].forEach(visit);
  };
  visit(rootOf(text));
  assert.deepEqual(pieces, [
    text,
    "(a + b) * -c.d['k']",
    "(a + b)",
    "a",
    "b",
    "-c.d['k']",
    "c.d['k']",
    "c.d",
    "c",
    "x ? [1] : {y: 2}",
    "x",
    "[1]",
    "{y: 2}",
  ]);
});

/** Parses a text in which `«…»` marks the place that is wrong. */
function assertSyntax(marked: string, reason: RegExp): void {
  const start = marked.indexOf("«"), end = marked.indexOf("»") - 1, text = marked.replace(/[«»]/g, "");
  const parsed = parse(text);
  assert.ok(!parsed.ok, `${text} parsed`);
  const { code, params, start: from, end: to } = parsed.problem;
  assert.equal(code, "expression-syntax");
  assert.match((params as { reason: string }).reason, reason);
  assert.deepEqual([from, to], [start, end], `${text}: ${(params as { reason: string }).reason}`);
}

Deno.test("a text that is no expression is told what to write, at the exact place", () => {
  assertSyntax("«»", /the expression is empty/);
  assertSyntax("  «»", /the expression is empty/);
  assertSyntax("score >=«»", /expected a value after `>=`, but the expression ends/);
  assertSyntax("a + «)»", /expected a value after `\+`, but found `\)`/);
  assertSyntax("(a«»", /expected `\)` to close the `\(`/);
  assertSyntax("f(a «b»)", /expected `\)` to close the `\(`, but found `b`/);
  assertSyntax("[1, 2«»", /expected `\]` to close the `\[`/);
  assertSyntax("{'a' «1»}", /expected `:` after the key, but found `1`/);
  assertSyntax("a ? b«»", /expected `:` and the value/);
  assertSyntax("a.«»", /expected a name after `\.`/);
  assertSyntax("a.«5»".replace("«5»", "b «5»"), /expected an operator or the end, but found `5`/);
  assertSyntax("a «=» b", /write `==`/);
  assertSyntax("a «===» b", /write `==`/);
  assertSyntax("a «!==» b", /write `!=`/);
  assertSyntax("a «<>» b", /write `!=`/);
  assertSyntax("a «&» b", /write `&&`/);
  assertSyntax("a «and» b", /write `&&` for `and`/);
  assertSyntax("«not» a", /write `!` for `not`/);
  assertSyntax("a «**» 2", /pow\(x, y\)/);
  assertSyntax("a «??» 2", /default\(x, y\)/);
  assertSyntax("a«?.»b", /has\(x\.y\)/);
  assertSyntax("xs.map(x «=>» 1)", /no arrow functions/);
  assertSyntax("0 < x «<» 1", /compare two values at a time/);
  assertSyntax("a == b «==» c", /compare two values at a time/);
  assertSyntax("«${{» x }}", /already: write it without/);
  assertSyntax("«“»a”", /straight quotes/);
  assertSyntax("a «—» b", /minus sign/);
  assertSyntax("caf«é»", /cannot be part of a name/);
  assertSyntax("a «#» b", /unexpected character `#`/);
  assertSyntax("a «\u0007» b", /unexpected character U\+0007/);
  assertSyntax("«12u»", /one number type: write `12`/);
  assertSyntax("«8k» + 1", /cannot read the number `8k`/);
  assertSyntax("«0x»", /cannot read the number `0x`/);
  assertSyntax("«1e999»", /too large to be exact/);
  assertSyntax("«9007199254740993»", /too large to be exact/);
  assertSyntax("«.»5", /write a number as `0\.5`/);
  assertSyntax("«'abc»", /never closed: expected '/);
  assertSyntax("«'a»\nb'", /not closed before the end of the line/);
  assertSyntax('«"""abc"»', /never closed: expected """/);
  assertSyntax("'ab«\\q»'", /unknown escape `\\q`/);
  assertSyntax("'«\\ud800»'", /unknown escape/);
  assertSyntax("'«\\U00110000»'", /unknown escape/);
  assertSyntax("«b'abc'»", /`b` before a text has no meaning/);
});

Deno.test("long expressions and deep ones are refused, and parsing them takes no stack", () => {
  const large = [
    "(".repeat(100_000),
    "!".repeat(90_000),
    "1" + "+1".repeat(40_000),
    "[".repeat(90_000),
    "a ? ".repeat(20_000),
    `"${"x".repeat(200_000)}"`,
    `[${"1,".repeat(9_000)}]`,
    "a" + "[0]".repeat(500),
  ];
  for (const text of large) {
    const parsed = parse(text);
    assert.equal(!parsed.ok && parsed.problem.code, "expression-too-large", text.slice(0, 10));
  }
  assert.ok(parse("1" + " + 1".repeat(200)).ok);
  assert.ok(parse(`[${"1,".repeat(4_000)}]`).ok);
});
