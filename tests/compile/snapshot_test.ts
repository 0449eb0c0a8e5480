import assert from "node:assert/strict";
import { explain } from "../../lib/compile/explain.ts";
import { FILES } from "./arbitrary_spec.ts";
import { memoryWorld } from "./memory_world.ts";
import { processPlanOf, told } from "./processing.ts";

const tasks = ["a: {command: [git, log]}"];
const SETTINGS = '[workspace]\nwithout = ["target"]\nentries = 7\n';

/** A project whose `loom.toml` says this. */
const settled = (text: string) => memoryWorld({ files: FILES, defaults: [{ name: "loom.toml", text }] });

Deno.test("a spec says what of the workspace is passed over when programs run, its `loom.toml` where the spec does not", async () => {
  const own = { tasks, more: 'snapshot: {without: [node_modules, "web/*.log"], entries: 500000}' };
  assert.deepEqual((await processPlanOf(own)).snapshot, { without: ["node_modules", "web/*.log"], entries: 500_000 });
  assert.equal((await processPlanOf({ tasks })).snapshot, undefined);
  assert.deepEqual((await processPlanOf({ tasks }, settled(SETTINGS))).snapshot, { without: ["target"], entries: 7 });
  assert.deepEqual((await processPlanOf({ tasks, more: "snapshot: {entries: 9}" }, settled(SETTINGS))).snapshot, {
    entries: 9,
  });
  const said = explain(await processPlanOf(own)).steps.find(({ id }) => id === "start")!.details;
  assert.ok(said.some((detail) => /node_modules.*web\/\*\.log.*neither seen nor undone/.test(detail)), String(said));
  assert.ok(said.some((detail) => detail.includes("500000 files and folders")), String(said));
});

Deno.test("what is passed over lies in the workspace", async () => {
  for (const pattern of ["/etc", "../other", "a/../b", ".."]) {
    const found = await told({ tasks, more: `snapshot: {without: ["${pattern}"]}` });
    assert.equal(found.length, 1, pattern);
  }
  for (const pattern of ["..a", "a..b/c", "**/x", ".git/lfs"]) {
    assert.deepEqual(await told({ tasks, more: `snapshot: {without: ["${pattern}"]}` }), [], pattern);
  }
});
