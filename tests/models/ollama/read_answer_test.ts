import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { request } from "../collect.ts";
import { answering, chat, exchange, said } from "./exchange.ts";

Deno.test("text arrives part by part and ends with tokens and the model's own name", async () => {
  const behave = answering([{ response: "It" }, { response: " is" }], { prompt_eval_cached_count: 8 });
  const { events } = await exchange(request("Once"), { behave });
  assert.deepEqual(events, [
    { type: "text", text: "It" },
    { type: "text", text: " is" },
    { type: "end", finish: "end", usage: { input: 10, output: 5, cached: 8 }, model: "gauge:8b" },
  ]);
});

Deno.test("text in the last part is told", async () => {
  const { text } = await exchange(chat("Hi"), { behave: answering([said("It")], said(" is")) });
  assert.equal(text, "It is");
});

Deno.test("a raw text keeps the blank space and the marks it begins with", async () => {
  const { text, reasoning } = await exchange(request("Once"), { behave: answering([{ response: " <think>so" }]) });
  assert.deepEqual([text, reasoning], [" <think>so", ""]);
});

Deno.test("thoughts are told apart from the answer, in their own field or inline", async () => {
  const field = answering([said("", { thinking: "Hm" }), said("", { thinking: "m" }), said("Yes")]);
  const inline = answering([said("<thi"), said("nk>Hmm</think>\n"), said("Yes")]);
  for (const behave of [field, inline]) {
    const { text, reasoning } = await exchange(chat("Hi"), { behave });
    assert.deepEqual([text, reasoning], ["Yes", "Hmm"]);
  }
});

Deno.test("log-probabilities come with their tokens, and those of thoughts do not", async () => {
  const of = (token: string) => ({ logprobs: [{ token, logprob: -0.5, top_logprobs: [{ token, logprob: -0.5 }] }] });
  const behave = answering([
    { ...said("", { thinking: "Hm" }), ...of("Hm") },
    { ...said("Yes"), ...of("Yes") },
    { ...said("!"), logprobs: null },
  ]);
  const { logprobs } = await exchange(chat("Hi", { logprobs: 1 }), { behave });
  assert.deepEqual(logprobs, [{ token: "Yes", logprob: -0.5, top: [{ token: "Yes", logprob: -0.5 }] }]);
});

Deno.test("log-probabilities that nobody asked for are not told", async () => {
  const behave = answering([{ ...said("Yes"), logprobs: [{ token: "Yes", logprob: -0.5 }] }]);
  assert.deepEqual((await exchange(chat("Hi"), { behave })).logprobs, []);
});

Deno.test("calls for tools are told at the end, with an id each", async () => {
  const calls = [
    { id: "call_x", function: { index: 0, name: "look", arguments: { where: "here" } } },
    { function: { name: "wait" } },
  ];
  const { events, end } = await exchange(chat("Hi"), { behave: answering([said("", { tool_calls: calls })]) });
  assert.deepEqual(events.slice(0, -1), [
    { type: "call", call: { id: "call_x", name: "look", arguments: '{"where":"here"}' } },
    { type: "call", call: { id: "call_1", name: "wait", arguments: "{}" } },
  ]);
  assert.equal(end.finish, "tools");
});

for (const [reason, finish] of [["stop", "end"], ["length", "length"], ["", "end"]] as const) {
  Deno.test(`an answer that is done for ${reason || "no reason told"} finishes with ${finish}`, async () => {
    const { end } = await exchange(chat("Hi"), { behave: answering([said("So")], { done_reason: reason }) });
    assert.equal(end.finish, finish);
  });
}

for (const done_reason of ["load", "unload"]) {
  Deno.test(`a model that answers nothing but ${done_reason} has not answered`, async () => {
    await assert.rejects(
      exchange(chat("Hi"), { behave: answering([], { done_reason }) }),
      (error) => error instanceof ModelError && error.failure === "malformed" && /answered nothing/.test(error.message),
    );
  });
}

Deno.test("usage is known only where both of its sides are", async () => {
  for (const end of [{ prompt_eval_count: null }, { eval_count: null }]) {
    assert.equal((await exchange(chat("Hi"), { behave: answering([said("So")], end) })).end.usage, undefined);
  }
});
