import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import packages from "./peers.json" with { type: "json" };
import { loadMicro, microNames } from "./micro.ts";
import { PEERS } from "./peers.ts";

Deno.test("every peer has its adapter, and every package it names is installed at an exact version", () => {
  const versions: Readonly<Record<string, string>> = packages.dependencies;
  for (const { name, runtime, packages } of PEERS) {
    assert.ok(existsSync(new URL(`peers/${name}.ts`, import.meta.url)), name);
    if (runtime === "project") continue;
    for (const each of packages) assert.match(versions[each] ?? "absent", /^\d+\.\d+\.\d+$/, each);
  }
});

Deno.test("every file in micro says what it measures and can be run", async () => {
  const names = await microNames();
  assert.ok(names.length > 0);
  for (const file of names) {
    const { name, goal, run } = await loadMicro(file);
    assert.match(name, /^[A-Z]/, file);
    assert.match(goal, /\.$/, file);
    assert.equal(typeof run, "function", file);
  }
});
