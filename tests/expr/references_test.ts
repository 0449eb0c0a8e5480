import assert from "node:assert/strict";
import { parse } from "../../lib/expr/parse.ts";
import { referencesOf } from "../../lib/expr/references.ts";

Deno.test("every place that reads a name from outside is found, with the whole path and its span", () => {
  const text = "tasks.a.out + xs.map(x, x.b + tasks['b'].n)[i].c + has(y.z)";
  const parsed = parse(text.replace("+ has(y.z)", "+ string(has(y.z))"));
  assert.ok(parsed.ok);
  const found = referencesOf(parsed.expr.root).map((
    { path, start, end },
  ) => [path.join("/"), parsed.expr.text.slice(start, end)]);
  assert.deepEqual(found, [
    ["tasks/a/out", "tasks.a.out"],
    ["xs", "xs"],
    ["tasks/b/n", "tasks['b'].n"],
    ["i", "i"],
    ["y/z", "y.z"],
  ]);
});

Deno.test("a name is outside again where its macro ends, and in what the macro goes over", () => {
  const parsed = parse("x.map(x, x.map(y, x + y)) + x + y");
  assert.ok(parsed.ok);
  assert.deepEqual(referencesOf(parsed.expr.root).map(({ path, start }) => [path[0], start]), [["x", 0], ["x", 28], [
    "y",
    32,
  ]]);
});
