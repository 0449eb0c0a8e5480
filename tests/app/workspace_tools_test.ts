import assert from "node:assert/strict";
import { ToolError, workspaceTools } from "../../lib/app/workspace_tools.ts";
import type { JsonObject } from "../../lib/base/json.ts";
import { inFolder } from "./folders.ts";

/** The tools over a folder, called by their names. */
async function calling(folder: string) {
  const { tools, undo } = await workspaceTools({ folder }), { signal } = new AbortController();
  return {
    undo,
    names: Object.keys(tools),
    call: async (name: string, input: JsonObject) => await tools[name]!.run(input, { signal }),
  };
}

Deno.test("the built-in tools work in one folder, tell what they changed, and all of it is taken back", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.txt`, "one\ntwo\n");
    const { call, undo, names } = await calling(folder);
    assert.deepEqual([names.length, names.includes("git_command")], [17, true]);
    const edited = await call("edit_file", { path: "a.txt", old_str: "two", new_str: "three" }) as JsonObject;
    assert.match(String(edited["diff"]), /^-two$/m);
    await call("write_file", { path: "deep/b.txt", content: "new\n" });
    await call("move_file", { source: "a.txt", destination: "deep/c.txt" });
    const found = await call("search_files", { pattern: "three|new" }) as JsonObject;
    assert.match(String(found["output"]), /deep\/b\.txt:1[\s\S]*deep\/c\.txt:2/);
    const undone = await undo();
    assert.ok(undone.ok);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.txt"]);
    assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "one\ntwo\n");
  }));

Deno.test("a call that cannot be done throws why, and undoing refuses to lose what was made later", () =>
  inFolder(async (folder) => {
    const { call, undo } = await calling(folder);
    const refused = (code: string) => (error: unknown) => error instanceof ToolError && error.code === code;
    await assert.rejects(call("read_file", { path: "../out" }), refused("refused"));
    await assert.rejects(call("read_file", { path: "none.txt" }), refused("missing"));
    await assert.rejects(call("web_fetch", { url: "http://127.0.0.1:1/" }), refused("refused"));
    await assert.rejects(call("edit_file", null as never), refused("invalid"));
    await call("write_file", { path: "a.txt", content: "1" });
    await Deno.writeTextFile(`${folder}/a.txt`, "by hand");
    const undone = await undo();
    assert.equal(undone.ok, false);
    assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "by hand");
  }));

Deno.test("the tools take their time along: a process that is given them holds their calls to it", () =>
  inFolder(async (folder) => {
    const { tools } = await workspaceTools({ folder });
    assert.deepEqual(["shell_execute", "git_command", "calculator"].map((name) => tools[name]!.timeout), [
      120_000,
      60_000,
      1_000,
    ]);
  }));
