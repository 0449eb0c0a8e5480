import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import type { ToolFacts } from "../../../lib/plan/tool_facts.ts";
import { callScriptTool } from "../../../lib/tools/user/script_tool.ts";
import type { ScriptTerms } from "../../../lib/tools/user/script_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { withScript } from "../scratch.ts";
import { gave, refusal } from "./results.ts";

const FACTS: ToolFacts = {
  name: "it",
  description: "Adds",
  parameters: {
    type: "object",
    properties: { n: { type: "number" }, code: { type: "string", pattern: "^(a+)+$" } },
    required: ["n"],
    additionalProperties: false,
  },
  acts: ["run"],
  timeout: 20_000,
};

const SCRIPT = `export function score({ n }: { n: number }) {
  console.log("adding to", n);
  if (n === 0) throw new Error("there is nothing to add to");
  if (n === 1) return "one";
  if (n === 2) return () => 2;
  if (n === 3) return "";
  return { sum: n + 1 };
}`;

async function calling(
  inputs: readonly Json[],
  then: (results: readonly ToolResult[]) => void,
  terms: Partial<ScriptTerms> = {},
): Promise<void> {
  await withScript(SCRIPT, async (scripts) => {
    const call = (input: Json) => callScriptTool({ facts: FACTS, script: "score", input }, { scripts, ...terms });
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

Deno.test("a script sees only arguments that fit its parameters, mended where that was plain", async () => {
  await calling([{ n: "4" }, { m: 4 }, { n: 4, code: "b" }], ([mended, wrong, unlike]) => {
    assert.deepEqual(gave(mended!).data, { sum: 5 });
    assert.equal(
      refusal(wrong!),
      "invalid: Cannot call the tool `it`: unknown argument `m`, did you mean `n`?; `n` is missing: give a number",
    );
    assert.match(refusal(unlike!), /`code` is `b`: give a text that matches `\^\(a\+\)\+\$`/);
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
