import assert from "node:assert/strict";
import { isAbsolute, relative, resolve } from "node:path";
import { deliverableFault, plainPath } from "../../lib/compile/definition_deliverable.ts";
import fc from "../properties.ts";

Deno.test("a path that may be delivered lies in the workspace, however it is written", () => {
  const part = fc.constantFrom("..", ".", "", "a", "b.md", "~", "/", "\\", ".git", ".loom", "..a", "C:", "a b", "é");
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const path = parts.join("/");
      if (deliverableFault(path) !== undefined) return;
      const way = relative("/work", resolve("/work", plainPath(path)));
      assert.ok(way !== "" && way.split("/")[0] !== ".." && !isAbsolute(way), path);
      assert.ok(!way.split("/").some((one) => /^\.(?:git|loom)$/i.test(one)), path);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("what is wrong with a path is said", () => {
  assert.match(deliverableFault("../a")!, /leads out/);
  assert.match(deliverableFault("/a")!, /workspace/);
  assert.match(deliverableFault("")!, /names no file/);
  assert.match(deliverableFault("a\u0000b")!, /control character/);
  assert.match(deliverableFault("a\\b")!, /`\/`/);
  assert.match(deliverableFault("x/.GIT/config")!, /`\.git` belongs to git/);
  assert.match(deliverableFault("./.Loom/loom.db")!, /`\.loom` belongs to Loom/);
  assert.equal(deliverableFault("notes/a b.md"), undefined);
});
