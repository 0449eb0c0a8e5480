/** What the page about tools says is what they are, and its commands say what it prints. */
import assert from "node:assert/strict";
import { riskOf } from "../../lib/plan/risk.ts";
import type { Act } from "../../lib/plan/mod.ts";
import { PAGE, withTools } from "./gen/tools.ts";
import { playGuide } from "./guide.ts";
import { textOf } from "./tree.ts";

const page = textOf(PAGE);

Deno.test("the tools, groups and risks of the page about tools are those that there are", async () => {
  assert.equal(page, await withTools(page), "run `deno run -A tests/project/gen/tools.ts`");
});

Deno.test(
  "the page about tools does what it prints: a person is asked before a file is deleted, says yes, and takes all of it back",
  { ignore: Deno.build.os === "windows" },
  async () => {
    assert.ok(await playGuide(PAGE) >= 10);
  },
);

Deno.test("a tool of one's own is risky by its kind, as the page about tools says", () => {
  const asked = (acts: readonly Act[], input = {}) => riskOf({ tool: "", acts, input }) !== undefined;
  assert.ok(asked(["run"]) && asked(["write"]) && asked(["net", "write"]));
  assert.ok(!asked(["read"]) && !asked(["net"]) && !asked(["read", "net"]));
  assert.ok(asked(["net"], { query: "DELETE FROM users" }));
});
