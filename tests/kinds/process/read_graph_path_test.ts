import assert from "node:assert/strict";
import { deliverablePath } from "../../../lib/kinds/process/read_graph_path.ts";
import fc from "../../properties.ts";

Deno.test("a path is written as the workspace has it, and what leads out is none", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["a.md", "a.md"],
    [" ./docs//a.md ", "docs/a.md"],
    ["docs\\a.md", "docs/a.md"],
    ["a.md — the report", "a.md"],
    ["a - b.md", "a - b.md"],
    ["../a.md", undefined],
    ["docs/../../a", undefined],
    ["/etc/passwd", undefined],
    ["C:\\a", undefined],
    ["~/a", undefined],
    ["", undefined],
    [".", undefined],
    ["a\0b", undefined],
    ["a\nb", undefined],
    ["x".repeat(501), undefined],
  ];
  for (const [given, path] of cases) assert.equal(deliverablePath(given), path, JSON.stringify(given));
});

Deno.test("whatever is given, a path stays in the workspace and stays as it is when given again", () => {
  const piece = fc.constantFrom("..", ".", "/", "\\", "a", "b.md", " ", "~", "C:", "—");
  fc.assert(fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")), (text) => {
    const path = deliverablePath(text);
    if (path === undefined) return;
    assert.ok(!path.startsWith("/") && !path.split("/").includes(".."), path);
    assert.equal(deliverablePath(path), path);
  }));
});
