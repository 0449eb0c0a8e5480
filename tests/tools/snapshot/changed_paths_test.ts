import assert from "node:assert/strict";
import { changedPaths } from "../../../lib/tools/snapshot/changed_paths.ts";
import type { Change } from "../../../lib/tools/tool.ts";

const create = (path: string): Change => ({ change: "create", path });

Deno.test("changed paths are told once and in order, folders where nothing in them is, Git's own not at all", () => {
  const changes: readonly Change[] = [
    create("b"),
    { change: "make-folder", path: "d" },
    create("d/x"),
    { change: "make-folder", path: "empty" },
    { change: "rename", path: "a", to: "c" },
    { change: "remove-link", path: "b", target: "x" },
    create(".git/HEAD"),
    create("sub/.git/index"),
  ];
  assert.deepEqual(changedPaths(changes), ["a", "b", "c", "d/x", "empty"]);
  assert.deepEqual(changedPaths([]), []);
});

Deno.test("of very many paths the folders are told", () => {
  const many = Array.from({ length: 3_000 }, (_, i) => create(`node_modules/p${i % 30}/lib/f${i}`));
  const paths = changedPaths([...many, create("package.json")]);
  assert.equal(paths.length, 31);
  assert.ok(paths.includes("node_modules/p7/lib") && paths.includes("package.json"));
  assert.equal(changedPaths(Array.from({ length: 3_000 }, (_, i) => create(`f${i}`))).length, 500);
});
