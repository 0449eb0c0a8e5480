import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { ExpressionError } from "../../lib/expr/failure.ts";
import { parseTemplate } from "../../lib/expr/parse_template.ts";
import { checkTemplate, renderTemplate, renderText } from "../../lib/expr/template.ts";
import { ANY, BOOL, listOf, mapOf, NULL, nullable, NUMBER, STRING, typeName } from "../../lib/expr/types.ts";
import type { Type } from "../../lib/expr/types.ts";
import { expressions, SCOPE } from "./expressions.ts";

const NAMES: Readonly<Record<string, Type>> = {
  s: STRING,
  n: NUMBER,
  ok: BOOL,
  xs: listOf(NUMBER),
  m: mapOf(NUMBER),
  maybe: nullable(STRING),
  open: ANY,
  gone: NULL,
};

function holesOf(text: string): readonly string[] {
  const parsed = parseTemplate(text);
  assert.ok(parsed.ok, text);
  return parsed.template.parts.flatMap((part) => part.kind === "hole" ? [part.hole] : []);
}

Deno.test("a hole ends at its own braces, not at those inside texts and maps", () => {
  assert.deepEqual(holesOf("a ${{ x }} b ${{y}}"), [" x ", "y"]);
  assert.deepEqual(holesOf("${{ '}}' }}"), [" '}}' "]);
  assert.deepEqual(holesOf("${{ {'a': {'b': 1}}}} x"), [" {'a': {'b': 1}}"]);
  assert.deepEqual(holesOf("${{ {'a': {}} }}}}"), [" {'a': {}} "]);
  assert.deepEqual(holesOf("${{ \"${{\" }} and ${{ '''}}\n''' }}"), [' "${{" ', " '''}}\n''' "]);
  assert.deepEqual(holesOf("${{ x // note }} b"), [" x // note "]);
  assert.deepEqual(holesOf("{{ x }} $ {{ x }} ${ x } }}"), []);
  assert.deepEqual(holesOf("$${{ n }}"), [" n "]);
});

Deno.test("any expression can stand in a hole, and the pieces make up the text again", () => {
  const rest = fc.string().map((text) => text.replaceAll("${{", ""));
  fc.assert(fc.property(expressions, rest, rest, (expr, before, after) => {
    const text = `${before}\${{${expr}}}${after}`;
    const parsed = parseTemplate(text);
    assert.ok(parsed.ok);
    const { parts } = parsed.template;
    assert.equal(parts.map((part) => part.kind === "text" ? part.text : `\${{${part.hole}}}`).join(""), text);
    for (const part of parts) if (part.kind === "hole") assert.equal(text.slice(part.start, part.end), part.hole);
    assert.deepEqual(holesOf(text), [expr]);
    assert.ok(checkTemplate(text, { names: SCOPE }).ok, text);
  }));
});

/** Checks a template in which `«…»` marks the place of its problem. */
function assertProblem(marked: string, code: string, expects?: Type): void {
  const start = marked.indexOf("«"), end = marked.indexOf("»") - 1;
  const checked = checkTemplate(marked.replace(/[«»]/g, ""), { names: NAMES }, expects ? { expects } : {});
  assert.deepEqual(
    !checked.ok && checked.problems.map((one) => [one.code, one.start, one.end]),
    [[code, start, end]],
    marked,
  );
}

Deno.test("problems are placed in the template", () => {
  assertProblem("ab «${{» x", "unclosed-hole");
  assertProblem("«${{» a and ${{ s }}", "unclosed-hole");
  assertProblem("${{ n }} and ${{ «nn» }}", "unknown-name");
  assertProblem("${{ «'it »}} x", "expression-syntax");
  assertProblem("${{ {'a': 1 «»}} x", "expression-syntax");
  assertProblem("${{ «»}}", "expression-syntax");
  assertProblem("a ${{ «maybe» }}", "maybe-null");
  assertProblem("a ${{ «gone» }}", "maybe-null");
  assertProblem("${{ «maybe» }}", "maybe-null", STRING);
  assertProblem("${{ «n» }}", "unexpected-result", BOOL);
  assertProblem("«n: ${{ n }}»", "unexpected-result", NUMBER);
});

Deno.test("all problems of all holes are reported at once", () => {
  const checked = checkTemplate("${{ a + b }} ${{ s.size( }} ${{ s.nope }}", { names: NAMES });
  assert.ok(!checked.ok);
  assert.deepEqual(checked.problems.map(({ code }) => code), [
    "unknown-name",
    "unknown-name",
    "expression-syntax",
    "unknown-field",
  ]);
});

Deno.test("a lone hole keeps its type; anything beside it makes a text", () => {
  const typeOfText = (text: string): string => {
    const checked = checkTemplate(text, { names: NAMES });
    assert.ok(checked.ok, text);
    return typeName(checked.type);
  };
  assert.equal(typeOfText("${{ xs }}"), "list(number)");
  assert.equal(typeOfText("${{ maybe }}"), "string?");
  assert.equal(typeOfText("${{ n }} "), "string");
  assert.equal(typeOfText("no holes"), "string");
  const values = { xs: [1, 2.5], m: { b: 1, a: 2 }, s: "x", n: 1.50, ok: true, maybe: null };
  const rendered: readonly (readonly [string, Json])[] = [
    ["${{ xs }}", [1, 2.5]],
    ["${{ maybe }}", null],
    ["${{ n }}", 1.5],
    ["${{xs}} ${{ m }} ${{ s }} ${{ n }} ${{ ok }} $${{ n + 1 }}", '[1,2.5] {"a":2,"b":1} x 1.5 true $2.5'],
    ["${{ '${{' }} n }}", "${{ n }}"],
    ["", ""],
    ["plain $ {{ }}", "plain $ {{ }}"],
  ];
  for (const [text, value] of rendered) assert.deepEqual(renderTemplate(text, values), value, text);
  assert.equal(renderText("${{ n }}", values), "1.5");
  assert.ok(checkTemplate("${{ n }}", { names: NAMES }, { expects: STRING }).ok);
});

Deno.test("what a value brings along is never rendered", () => {
  const hostile = fc.constantFrom("${{ n }}", "${{", "}}", "' + secret + '", "${{ ${{ n }} }}", "\\", "$${{ s }}");
  fc.assert(fc.property(fc.array(hostile, { minLength: 1 }).map((parts) => parts.join("")), (s) => {
    assert.equal(renderTemplate("${{ s }}", { s }), s);
    assert.equal(renderTemplate("<${{ s }}|${{ s + s }}>", { s }), `<${s}|${s}${s}>`);
  }));
});

Deno.test("what cannot be rendered is an error at its place in the template", () => {
  const fails = (marked: string, message: RegExp, values: Readonly<Record<string, Json>>): void => {
    const start = marked.indexOf("«"), end = marked.indexOf("»") - 1, text = marked.replace(/[«»]/g, "");
    assert.throws(() => renderTemplate(text, values), (error) => {
      assert.ok(error instanceof ExpressionError);
      assert.match(error.message, message);
      assert.deepEqual([error.start, error.end, error.text], [start, end, text]);
      return true;
    });
  };
  fails("a ${{ «open» }}", /null cannot stand in a text/, { open: null });
  fails("a ${{ 1 }} ${{ «n / 0» }}", /by zero/, { n: 1 });
  fails("${{ 1 + «n / 0» }}", /by zero/, { n: 1 });
  fails("a «${{» b", /never closed/, {});
  fails("a ${{ 1 +«» }}".replace("«» }}", " «»}}"), /expected a value/, {});
});

Deno.test("all holes of a template share one allowance of work", () => {
  const xs = Array.from({ length: 1000 }, () => 1);
  assert.equal(renderText("${{ xs.sum() }}", { xs }, { steps: 2500 }), "1000");
  assert.throws(
    () => renderText("${{ xs.sum() }}${{ xs.sum() }}${{ xs.sum() }}", { xs }, { steps: 2500 }),
    /more work/,
  );
});

Deno.test("hostile texts are cut at their holes in one pass", () => {
  for (
    const piece of [
      "${{",
      "${{ 'x }}",
      "${{ //x }} ",
      "${{ { }} ",
      '${{ """ }}\n',
      "${{ ' }} \" }}",
      "}}",
      "$",
      "${{ r'''x }}",
    ]
  ) {
    checkTemplate(piece.repeat(20_000), { names: {} });
  }
});
