import assert from "node:assert/strict";
import { holderIn } from "../../lib/app/code_of_run.ts";

Deno.test("what a line declares is found by its name, exported where it stands or in a list", () => {
  const at = (text: string, line = 1) => holderIn(text, line);
  assert.deepEqual(at("export const fix = refine({"), { held: "fix", exported: true });
  assert.deepEqual(at("const fix = refine({"), { held: "fix", exported: false });
  assert.deepEqual(at("const fix = refine({});\nexport { fix, other };"), { held: "fix", exported: true });
  assert.deepEqual(at("const fix = refine({});\nexport { other, fixed as fix2 };"), { held: "fix", exported: false });
  assert.deepEqual(at("export default refine({"), { exported: "default" });
});

Deno.test("a call may stand some lines below the declaration that it belongs to, and not far from it", () => {
  assert.deepEqual(holderIn("export const fix =\n  refine(\n", 2), { held: "fix", exported: true });
  assert.deepEqual(holderIn(`const far = 1;\n${"\n".repeat(9)}await refine(`, 11), { exported: false });
  assert.deepEqual(holderIn("", 7), { exported: false });
});
