import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../lib/base/json.ts";
import { agent, follows, processPlan, task } from "../kinds/processing.ts";
import type { Workshop } from "./workshop.ts";
import { answersIn, builtIn, call, calls, inWorkshop, workAt } from "./workshop.ts";

/** What an agent's edit leaves in the file, and what the agent is told of it. */
interface Edited {
  readonly text: string;
  readonly said: string;
  readonly changed: readonly string[];
}

/** Has an agent edit `a.txt`, which held this. */
async function edited(before: string, given: JsonObject): Promise<Edited> {
  let came: Edited | undefined;
  await inWorkshop(async (shop) => void (came = await editedIn(shop, given)), { "a.txt": before });
  return came!;
}

async function editedIn(shop: Workshop, given: JsonObject): Promise<Edited> {
  const tools = await builtIn(["edit_file"]), said: string[] = [];
  const m = follows((request) => {
    const answers = answersIn(request);
    if (answers.length === 0) return calls(call("edit_file", { path: "a.txt", ...given }));
    said.push(...answers);
    return "Done.";
  });
  const plan = processPlan({ m }, [task("edit", agent("Edit it", { tools: ["edit_file"] }))], {
    tools,
    outputs: { changed: "tasks.edit.changed" },
  });
  const { end } = await workAt(shop, plan, { m });
  assert.equal(end.kind, "done", end.reason);
  const { changed } = end.outputs as { readonly changed: readonly string[] };
  return { text: await Deno.readTextFile(join(shop.root, "a.txt")), said: said.join("\n"), changed };
}

const PYTHON = "class A:\n    def f(self):\n        if self.x:   \n            return 1\n        return 2\n";

Deno.test("[P46] an agent that has lost blanks at the ends of lines, or has spaces for tabs, still edits what it means", async () => {
  const trailing = await edited(PYTHON, {
    old_str: "        if self.x:\n            return 1",
    new_str: "        return 1",
  });
  assert.equal(trailing.text, "class A:\n    def f(self):\n        return 1\n        return 2\n");
  const tabs = await edited("f() {\n\tif (a)\n\t\tb();\n}\n", {
    old_str: "    if (a)\n        b();",
    new_str: "    if (c)\n        d();",
  });
  assert.equal(tabs.text, "f() {\n\tif (c)\n\t\td();\n}\n");
});

Deno.test("[P47] an edit that is alike in two places is refused with both, and the file stays", async () => {
  const before = "\tone();\n\ttwo();\n\n\t\tone();\n\t\ttwo();\n";
  const { text, said, changed } = await edited(before, { old_str: "one();\ntwo(); ", new_str: "three();" });
  assert.deepEqual([text, changed], [before, []]);
  assert.match(said, /1\b.*4\b/);
});

Deno.test("[P48] of several edits one that cannot be made undoes all, and each is made on what those before it left", async () => {
  const before = "a\nb\nc\n";
  const broken = await edited(before, {
    edits: [{ old_str: "a", new_str: "x" }, { old_str: "nowhere to be found", new_str: "y" }],
  });
  assert.deepEqual([broken.text, broken.changed], [before, []]);
  assert.match(broken.said, /edit 2 of 2 cannot be made and none was/);
  const chained = await edited(before, {
    edits: [{ old_str: "a\nb", new_str: "ab" }, { old_str: "ab\nc", new_str: "abc" }],
  });
  assert.deepEqual([chained.text, chained.changed], ["abc\n", ["a.txt"]]);
});

Deno.test("[P49] a text that stands in two places is not replaced in either unless that is said", async () => {
  const before = "same\nother\nsame\n";
  const { text, said } = await edited(before, { old_str: "same", new_str: "new" });
  assert.equal(text, before);
  assert.match(said, /lines? 1 and 3|1, 3/);
});

Deno.test("[P50] [V12] line ends, form feeds and separators of a file stay, and so does its indentation", async () => {
  const windows = await edited("one\r\ntwo\r\nthree\r\n", { old_str: "one\ntwo", new_str: "1\n2" });
  assert.equal(windows.text, "1\r\n2\r\nthree\r\n");
  const fed = await edited("head\f\nx\u2028y\n\vtail = 1\nend\n", { old_str: "tail = 1", new_str: "tail = 22" });
  assert.equal(fed.text, "head\f\nx\u2028y\n\vtail = 22\nend\n");
  const nested = await edited(PYTHON, { old_str: "if self.x:\n    return 1", new_str: "if self.y:\n    return 3" });
  assert.equal(
    nested.text.replace(/ +$/gm, ""),
    "class A:\n    def f(self):\n        if self.y:\n            return 3\n        return 2\n",
  );
});
