import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { countPrompt } from "../../lib/models/count_prompt.ts";
import type { Model } from "../../lib/models/model.ts";
import { chatModel, shownIn } from "../models/emulate/chat_model.ts";

function specOf(model: string, budget = ""): string {
  return `loom: 1
kind: autoloom
models: {m: ${model}}
start: The lamp went out at four, and nobody
expand: {model: m, width: 2, max_tokens: 40}
grade: {by: size(candidate.text)}
stop: {depth: 3}
${budget}`;
}

const CHAT = "abilities: {complete: false, prefill: false, reasoning: false}";

Deno.test("a spec that asks a chat model to continue runs, and its text is one text", async () => {
  const reply = "went out at four, and nobody had seen it, for nobody looked. And nobody";
  const { plan, diagnostics } = await compile(specOf(`{use: scripted/m, ${CHAT}, replies: ["${reply}"]}`));
  assert.deepEqual(diagnostics, []);
  using loom = await openLoom({ memory: true });
  const end = await (await loom.start(plan!)).end;
  assert.equal(end.kind, "done", end.reason);
  const { text } = end.outputs as { readonly text: string };
  assert.match(text, /^The lamp went out at four, and nobody had seen it, for nobody looked\. And nobody/);
  assert.doesNotMatch(text, /nobody nobody|nobodynobody/);
});

Deno.test("a model that was handed in is made to continue as the spec says", async () => {
  const { plan } = await compile(specOf(`{use: scripted/m, emulate: cli}`)),
    chat = chatModel(" had.", { prefill: true });
  using loom = await openLoom({ memory: true, models: { m: chat } });
  assert.equal((await (await loom.start(plan!)).end).kind, "done");
  const { prompt } = chat.asked[0]!;
  assert.ok(prompt.form === "chat" && prompt.messages.at(-1)!.text === "The lamp went out at four, and nobody");
});

Deno.test("no budget is passed by what emulation takes beside a text, thoughts and instructions (E4)", async () => {
  for (const reasoning of [false, true]) {
    let times = 0;
    const price = { input: 1e9, output: 4e9, source: "test" };
    const chat: Model = chatModel(
      (sent) => ({
        text: `${shownIn(sent).words} had seen ${times++}`,
        usage: { input: countPrompt(sent, chat), output: sent.maxTokens },
      }),
      { reasoning },
    );
    const model: Model = { ...chat, facts: { ...chat.facts, local: false, price } };
    const tokens = reasoning ? 12_000 : 2_000, usd = reasoning ? 0.03 : 0.004;
    for (const budget of [`{tokens: ${tokens}}`, `{usd: ${usd}}`]) {
      const { plan } = await compile(specOf("scripted/m", `budget: ${budget}`).replace("depth: 3", "depth: 30"));
      using loom = await openLoom({ memory: true, models: { m: model } });
      const { kind, spent } = await (await loom.start(plan!)).end;
      assert.equal(kind, "exhausted");
      assert.ok(spent.calls >= 2 && spent.tokens > 0);
      assert.ok(
        budget.includes("usd") ? spent.usd <= usd : spent.tokens <= tokens,
        `${budget}: ${JSON.stringify(spent)}`,
      );
    }
  }
});
