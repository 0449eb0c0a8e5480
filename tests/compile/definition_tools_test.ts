import assert from "node:assert/strict";
import { define, planOf } from "./defining.ts";

Deno.test("[V24] a tool that is required is looked for, and those of a package are found", async () => {
  const text =
    "name: x\nphases: [{id: a, description: A}]\ntools: {required: [add_up, read_file], excluded: [take_away]}\n" +
    "permissions: {net: [api.example.com]}\n";
  const files = {
    "tools/add-up.ts":
      'export const tool = { description: "Adds", parameters: { a: "number" } };\nexport default () => 1;\n',
    "tools/take-away.ts": "export default () => 1;\n",
    "tools/_part.ts": "export const a = 1;\n",
    "tools/data.json": "{}",
  };
  const plan = await planOf({ text, files }), tool = plan.tools["add_up"]!;
  assert.equal(tool.by, "script");
  assert.deepEqual(tool.facts, {
    name: "add_up",
    description: "Adds",
    parameters: { type: "object", properties: { a: { type: "number" } }, required: ["a"], additionalProperties: false },
    acts: ["net"],
    timeout: 60_000,
  });
  assert.deepEqual(Object.keys(plan.scripts), ["tools/add-up.ts#default"]);
  assert.equal(plan.tools["take_away"], undefined);
  assert.deepEqual(plan.permissions.net, ["api.example.com"]);
  assert.deepEqual((await define({ text, files, name: "other.yaml" })).found, [
    "error missing-tool 3:20",
    "warning unknown-tool-excluded 3:51",
  ]);
});

Deno.test("what is wrong with tools of a package is told: modules, names that are taken, Python", async () => {
  const text = "name: x\nphases: [{id: a, description: A}]\n";
  const { found, said } = await define({
    text,
    files: {
      "tools/bad.ts": "export default 1;\n",
      "tools/read-file.ts": "",
      "tools/sum.py": "x = 1",
      "tools/sum-up.js": "",
    },
  });
  assert.deepEqual(found, [
    "warning ignored-value 1:7",
    "error bad-tool 1:7",
    "error bad-tool 1:7",
    "error bad-tool 1:7",
  ]);
  assert.match(said[0]!, /^`tools\/sum\.py` is Python, .* the tool `sum` is left out$/);
  assert.match(said.join("\n"), /`tools\/read-file\.ts` cannot be a tool: `read_file` is a tool that is built in/);
});
