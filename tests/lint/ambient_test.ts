import assert from "node:assert/strict";
import { lint } from "./fixtures.ts";
import { PURE } from "./table.ts";

/** What the plugin says of a statement in a pure layer. */
const inKinds = (source: string) => lint("lib/kinds/a.ts", source);

Deno.test("a pure layer cannot reach the world, however it is written", () => {
  const ways = [
    `Deno.cwd();`,
    `const { cwd } = Deno;`,
    `export type A = Deno.Addr;`,
    `Date.now();`,
    `Date["now"]();`,
    `const { now } = Date;`,
    `const Clock = Date;`,
    `new Date();`,
    `Date();`,
    `Math.random();`,
    `Math["random"]();`,
    `const { random } = Math;`,
    `await fetch("http://localhost");`,
    `call(fetch);`,
    `call({ fetch });`,
    `export const get = () => fetch;`,
    `setTimeout(call, 5);`,
    `setInterval(call, 5);`,
    `performance.now();`,
    `globalThis.fetch("http://localhost");`,
    `crypto.randomUUID();`,
    `process.exit(1);`,
    `console.log("x");`,
    `const f = (clock = Date.now) => clock();`,
    `const f = (x as typeof fetch) ?? fetch!;`,
    `import { readFile } from "node:fs";`,
    `export { readFile } from "node:fs/promises";`,
    `await import("node:child_process");`,
  ];
  for (const source of ways) {
    const found = inKinds(source);
    assert.equal(found.length, 1, `${source}: ${found.join()}`);
    assert.match(found[0]!, /^loom\/no-ambient: `/);
  }
});

Deno.test("values of dates, sums and names that only look alike are fine", () => {
  const ways = [
    `new Date(5).getTime(); Date.UTC(2026, 0); Date.parse("2026-01-01");`,
    `export const isDate = (x: unknown): x is Date => x instanceof Date;`,
    `Math.max(1, 2); Math["min"](1, 2);`,
    `export interface Host { fetch(url: string): string; performance: number; now: Date }`,
    `host.fetch("x"); host.performance; const o = { setTimeout: 1, console: 2 };`,
    `export function run(fetch: (url: string) => string) { return fetch("x"); }`,
    `export const run = ({ process }: Parts) => process.all;`,
    `import { performance } from "./grades.ts"; performance();`,
    `export class Loom { fetch() {} console = 1; }`,
    `import { createHash } from "node:crypto"; import { posix } from "node:path";`,
    `export type Get = typeof fetch;`,
    `fetch: for (const x of []) { break fetch; }`,
  ];
  for (const source of ways) assert.deepEqual(inKinds(source), [], source);
});

Deno.test("every pure layer is held to it, and only they are", () => {
  for (const layer of PURE) assert.equal(lint(`lib/${layer}/a.ts`, `Date.now();`).length, 1, layer);
  for (const path of ["lib/app/a.ts", "lib/engine/a.ts", "tests/kinds/a_test.ts", "web/a.ts", "cli.ts"]) {
    assert.deepEqual(lint(path, `Date.now();`), [], path);
  }
});

Deno.test("random names are made in lib/base alone", () => {
  const source = `crypto.getRandomValues(new Uint8Array(4));`;
  assert.deepEqual(lint("lib/base/a.ts", source), []);
  assert.equal(lint("lib/plan/a.ts", source).length, 1);
});

Deno.test("no file of lib writes to the console", () => {
  assert.match(lint("lib/app/a.ts", `console.error("x");`).join(), /`console` is not used in `lib`/);
  assert.deepEqual(lint("lib/app/a.ts", `host.console.error("x");`), []);
  assert.deepEqual(lint("tests/app/a_test.ts", `console.error("x");`), []);
});
