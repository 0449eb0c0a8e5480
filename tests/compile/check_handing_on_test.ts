import assert from "node:assert/strict";
import { told } from "./processing.ts";

const PAID = "models: {m: {use: openai/gpt-5.2}}", FREE = "models: {m: {use: ollama/qwen3:8b}}";

async function warned(more: string, agent: string, attempts = 1): Promise<readonly string[]> {
  const codes = await told({ more, tasks: [`a: {agent: {model: m, prompt: x, ${agent}}, attempts: ${attempts}}`] });
  return codes.filter((code) => code.startsWith("handing-on"));
}

Deno.test("agents that may hand paid work on with no budget are warned of, and no others", async () => {
  const hands = "tools: [delegate_task]";
  assert.equal((await warned(PAID, hands)).length, 1);
  assert.deepEqual(await warned(`${PAID}\nbudget: {calls: 90}`, hands), []);
  assert.deepEqual(await warned(FREE, hands), []);
  assert.deepEqual(await warned(PAID, `${hands}, depth: 0`), []);
  assert.deepEqual(await warned(PAID, "tools: [read_file]"), []);
  const abler = `${FREE}\nagent: {escalate: [openai/gpt-5.2]}`;
  assert.deepEqual([await warned(abler, hands, 2), (await warned(abler, hands, 3)).length], [[], 1]);
});
