import assert from "node:assert/strict";
import { basename } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { files, textOf } from "./tree.ts";

const code = files().filter((path) => /\.tsx?$/.test(path));

Deno.test("no file makes Deno look for packages in another way", () => {
  const foreign = files().filter((path) =>
    /^(package(-lock)?\.json|yarn\.lock|pnpm-.*|tsconfig.*)$/.test(basename(path))
  );
  assert.deepEqual(foreign, []);
});

Deno.test("every package is pinned to one exact version from npm", () => {
  for (const [name, target] of Object.entries(config.imports)) {
    assert.match(target, /^npm:\/?(@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+[\w.-]*(\/.*)?$/, name);
  }
  const product = code.filter((path) => !path.startsWith("tests/"));
  const elsewhere = product.filter((path) => /from "(jsr|https?):/.test(textOf(path)));
  assert.deepEqual(elsewhere, []);
});

Deno.test("file names are snake_case ideas, not drawers", () => {
  const drawers = /^(utils?|helpers?|common|misc|shared|manager|types_and_.*)(_test)?\.tsx?$/;
  for (const path of code) {
    assert.match(basename(path), /^[a-z][a-z0-9_]*(\.d)?\.tsx?$/, path);
    assert.doesNotMatch(basename(path), drawers, path);
  }
});

Deno.test("nothing is left open in the code, and no test is switched off", () => {
  // Spelled in pieces, so that this file does not find itself.
  const open = new RegExp(
    `\\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\\b|Deno\\.test\\.(only|ignore)|@ts-` +
      "(ignore|nocheck)",
  );
  for (const path of code) assert.doesNotMatch(textOf(path), open, path);
});

Deno.test("every task says what it is for, and the papers name every task", () => {
  const papers = textOf("CONTRIBUTING.md") + textOf("README.md");
  for (const [name, { description }] of Object.entries(config.tasks)) {
    assert.ok(description.length > 0, name);
    assert.match(papers, new RegExp(`\`(deno task )?${name}\\b|deno task ${name}\\b`), name);
  }
});

Deno.test("every command of the papers that starts a task starts one that exists", () => {
  for (const path of files().filter((path) => path.endsWith(".md"))) {
    for (const [, name] of textOf(path).matchAll(/(?:deno|deno@[\d.]+) task ([a-z][\w:-]*)/g)) {
      assert.ok(Object.hasOwn(config.tasks, name!), `${path}: deno task ${name}`);
    }
  }
});

Deno.test("CI, papers and code ask npm for one and the same Deno", () => {
  const asked = files().flatMap((path) => [...textOf(path).matchAll(/deno@(\d+\.\d+\.\d+)/g)].map((found) => found[1]));
  assert.ok(asked.length > 1);
  assert.deepEqual([...new Set(asked)].length, 1, asked.join());
});

Deno.test("CI runs the same task as people do, and nothing else", () => {
  const lines = textOf(".ci/run").split("\n").filter((line) => line && !line.startsWith("#"));
  assert.equal(lines.at(-1), 'exec "${deno[@]}" task test');
});

Deno.test("tests stand in tests, never beside the code", () => {
  assert.deepEqual(code.filter((path) => path.endsWith("_test.ts") && !path.startsWith("tests/")), []);
});
