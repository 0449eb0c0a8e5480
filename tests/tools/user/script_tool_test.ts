import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { callScriptTool } from "../../../lib/tools/user/script_tool.ts";
import type { ScriptTerms } from "../../../lib/tools/user/script_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { withScript } from "../scratch.ts";
import { gave, refusal } from "./results.ts";

const FACTS = { name: "it", timeout: 20_000 };

const SCRIPT = `export function score({ n }: { n: number }) {
  console.log("adding to", n);
  if (n === 0) throw new Error("there is nothing to add to");
  if (n === 1) return "one";
  if (n === 2) return () => 2;
  if (n === 3) return "";
  return { sum: n + 1 };
}`;

async function calling(
  inputs: readonly JsonObject[],
  then: (results: readonly ToolResult[]) => void,
  terms: Partial<ScriptTerms> = {},
): Promise<void> {
  await withScript(SCRIPT, async (scripts) => {
    const call = (input: JsonObject) => callScriptTool({ facts: FACTS, script: "score", input }, { scripts, ...terms });
    then(await Promise.all(inputs.map(call)));
  });
}

Deno.test("a script's result is the tool's, as text and as data", async () => {
  await calling([{ n: 4 }, { n: 1 }, { n: 3 }], (results) => {
    assert.deepEqual(results.map(gave), [
      { output: '{"sum":5}', data: { sum: 5 } },
      { output: "one", data: "one" },
      { output: "(an empty text)", data: "" },
    ]);
  });
});

Deno.test("what a script throws and what it cannot return are failures that name the tool", async () => {
  await calling([{ n: 0 }, { n: 2 }], (results) => {
    const [thrown, unkept] = results.map(refusal);
    assert.match(thrown!, /^failed: The tool `it` failed: .*there is nothing to add to/);
    assert.match(unkept!, /^failed: The tool `it` failed: /);
  });
});

Deno.test("what a script prints is handed on beside the result", async () => {
  const logs: string[] = [];
  await calling([{ n: 4 }], () => {}, { log: (text) => logs.push(text) });
  assert.deepEqual(logs.map((text) => text.trim()), ["adding to 4"]);
});

Deno.test("a call that was given up says so", async () => {
  await calling([{ n: 4 }], ([result]) => assert.match(refusal(result!), /^aborted: /), {
    signal: AbortSignal.abort(),
  });
});
