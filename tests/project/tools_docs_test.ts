/** What the page about tools says is what they are, and its commands say what it prints. */
import assert from "node:assert/strict";
import { riskOf } from "../../lib/plan/risk.ts";
import type { Act } from "../../lib/plan/mod.ts";
import { inFolder } from "../app/folders.ts";
import { PAGE, withTools } from "./gen/tools.ts";
import { installed } from "./installed.ts";
import { blocksOf } from "./paper.ts";
import { fits, play, printedIn } from "./transcript.ts";
import { textOf } from "./tree.ts";

const page = textOf(PAGE), blocks = blocksOf(page);

Deno.test("the tools, groups and risks of the page about tools are those that there are", async () => {
  assert.equal(page, await withTools(page), "run `deno run -A tests/project/gen/tools.ts`");
});

Deno.test(
  "the page about tools does what it prints: a person is asked before a file is deleted, says yes, and takes all of it back",
  { ignore: Deno.build.os === "windows" },
  async () => {
    await inFolder(async (folder) => {
      const PATH = await installed(folder), cwd = `${folder}/project`;
      await Deno.mkdir(cwd);
      await Deno.writeTextFile(`${cwd}/tidy.yaml`, blocks.find(({ text }) => text.startsWith("# tidy.yaml\n"))!.text);
      const printed = blocks.filter(({ info }) => info === "console").flatMap(printedIn);
      assert.ok(printed.length >= 10);
      for (const one of printed) {
        const said = await play(one, { cwd, env: { PATH, NO_COLOR: "1" } });
        assert.ok(fits(said, one), `${PAGE}:${one.line}: \`${one.command}\` said\n${said.text}`);
      }
      const left = [...Deno.readDirSync(cwd)].map(({ name }) => name).sort();
      assert.deepEqual(left, [".loom", "old.txt", "tidy.yaml"]);
    });
  },
);

Deno.test("a tool of one's own is risky by its kind, as the page about tools says", () => {
  const asked = (acts: readonly Act[], input = {}) => riskOf({ tool: "", acts, input }) !== undefined;
  assert.ok(asked(["run"]) && asked(["write"]) && asked(["net", "write"]));
  assert.ok(!asked(["read"]) && !asked(["net"]) && !asked(["read", "net"]));
  assert.ok(asked(["net"], { query: "DELETE FROM users" }));
});
