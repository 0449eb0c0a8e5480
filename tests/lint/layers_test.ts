import assert from "node:assert/strict";
import { lint } from "./fixtures.ts";
import { folderOf, type Layer, LAYERS, PURE } from "./table.ts";

const names = Object.keys(LAYERS) as Layer[];

function pathIn(layer: Layer): string {
  if (layer === "top") return "mod.ts";
  return layer === "web" ? "web/a.ts" : `lib/${layer}/a.ts`;
}

/** How a file of one layer writes the path to a file of another. */
function specifier(from: Layer, to: Layer): string {
  const up = pathIn(from).split("/").length - 1;
  return (up === 0 ? "./" : "../".repeat(up)) + (to === "top" ? "mod.ts" : pathIn(to));
}

Deno.test("the layer table has no cycle", () => {
  const done = new Set<Layer>();
  const visit = (layer: Layer, above: readonly Layer[]) => {
    assert.ok(!above.includes(layer), `cycle: ${[...above, layer].join(" -> ")}`);
    if (done.has(layer)) return;
    for (const below of LAYERS[layer]) visit(below, [...above, layer]);
    done.add(layer);
  };
  for (const layer of names) visit(layer, []);
  assert.equal(done.size, names.length);
});

Deno.test("a pure layer imports only pure layers", () => {
  for (const layer of PURE) {
    const impure = LAYERS[layer].filter((below) => !PURE.includes(below));
    assert.deepEqual(impure, [], layer);
  }
});

Deno.test("every pair of layers is allowed or refused exactly as the table says", () => {
  for (const from of names) {
    for (const to of names) {
      const found = lint(pathIn(from), `import { a } from "${specifier(from, to)}";`);
      const allowed = from === to || LAYERS[from].includes(to);
      assert.equal(found.length, allowed ? 0 : 1, `${from} -> ${to}: ${found.join()}`);
    }
  }
});

Deno.test("a refusal names both folders", () => {
  assert.deepEqual(lint("lib/plan/a.ts", `import { s } from "../text/source.ts";`), [
    "loom/layers: `lib/plan` may not import `lib/text`",
  ]);
  assert.equal(folderOf("web"), "`web`");
});

Deno.test("every way to name a module counts like an import", () => {
  const ways = [
    `import type { A } from "../app/a.ts";`,
    `import { type A } from "../app/a.ts";`,
    `import "../app/a.ts";`,
    `export { a } from "../app/a.ts";`,
    `export type { A } from "../app/a.ts";`,
    `export * from "../app/a.ts";`,
    `export * as app from "../app/a.ts";`,
    `const a = await import("../app/a.ts");`,
    "const a = await import(`../app/a.ts`);",
    `export type A = import("../app/a.ts").A;`,
    `import a = require("../app/a.ts");`,
    `import { a } from "./../../lib/base/../app/a.ts";`,
  ];
  for (const source of ways) {
    assert.deepEqual(lint("lib/kinds/a.ts", source), ["loom/layers: `lib/kinds` may not import `lib/app`"], source);
  }
});

Deno.test("the product's own name stands for its entry point", () => {
  assert.deepEqual(lint("lib/app/a.ts", `import { run } from "@loom/loom";`), [
    "loom/layers: `lib/app` may not import the top level",
  ]);
  assert.deepEqual(lint("tests/app/a_test.ts", `import { run } from "@loom/loom";`), []);
});

Deno.test("the product imports no test, no example and no file outside the project", () => {
  assert.match(lint("lib/app/a.ts", `import "../../tests/run.ts";`).join(), /it is not part of the product/);
  assert.match(lint("mod.ts", `import "./specs/score.ts";`).join(), /it is not part of the product/);
  assert.match(lint("lib/app/a.ts", `import "../../../elsewhere.ts";`).join(), /a file outside the project/);
  assert.match(lint("lib/app/a.ts", `import "/elsewhere.ts";`).join(), /a file outside the project/);
});

Deno.test("packages, modules of the runtime and computed imports are not the table's business", () => {
  assert.deepEqual(lint("lib/app/a.ts", `import "zod"; import "node:fs"; import("npm:zod"); import(name);`), []);
});

Deno.test("a file of lib belongs to a folder of the table", () => {
  assert.match(lint("lib/a.ts", "").join(), /`lib\/a\.ts` is in no layer/);
  assert.match(lint("lib/shared/a.ts", "").join(), /`lib\/shared\/a\.ts` is in no layer/);
  assert.match(lint("lib/web/a.ts", "").join(), /`lib\/web\/a\.ts` is in no layer/);
  assert.match(lint("lib/app/a.ts", `import "../shared/b.ts";`).join(), /`lib\/shared\/b\.ts` is in no layer/);
});

Deno.test("only the composition root and the front doors read the configuration", () => {
  const source = `import config from "../../deno.json" with { type: "json" };`;
  assert.deepEqual(lint("lib/cli/version.ts", source), []);
  assert.deepEqual(lint("lib/app/version.ts", source), []);
  assert.match(lint("lib/base/version.ts", source).join(), /may not import `deno\.json`/);
});

Deno.test("tests may import whatever they test", () => {
  assert.deepEqual(lint("tests/app/a_test.ts", `import "../../lib/base/a.ts"; import "../../cli.ts";`), []);
});
