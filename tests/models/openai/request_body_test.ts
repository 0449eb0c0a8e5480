import assert from "node:assert/strict";
import type { Message } from "../../../lib/models/model.ts";
import { request } from "../collect.ts";
import { factsOf } from "../faults/subject.ts";
import { chat, seenOf, withHost } from "./hosts.ts";

const supports = (more: Parameters<typeof factsOf>[1]) => ({ supports: factsOf("openai/m", more).supports });

Deno.test("a text is sent as a prompt to continue", async () => {
  const { path, body } = await seenOf(
    request("Once upon", { maxTokens: 9, seed: 5, stop: ["\n", ""], sampling: { min_p: 0.02 } }),
  );
  assert.equal(path, "/v1/completions");
  assert.deepEqual(body, {
    model: "maker/gauge",
    stream: true,
    stream_options: { include_usage: true },
    prompt: "Once upon",
    max_tokens: 9,
    seed: 5,
    stop: ["\n"],
    min_p: 0.02,
  });
});

Deno.test("a conversation is sent as messages, with the most tokens as each host calls it", async () => {
  const asked = chat("hi", { maxTokens: 9 });
  const { path, body } = await seenOf(asked);
  assert.equal(path, "/v1/chat/completions");
  assert.deepEqual(body["messages"], [{ role: "user", content: "hi" }]);
  assert.deepEqual([body["max_tokens"], body["max_completion_tokens"]], [9, undefined]);
  const { body: official } = await seenOf(asked, { host: "openai" });
  assert.deepEqual([official["max_tokens"], official["max_completion_tokens"]], [undefined, 9]);
  const { body: text } = await seenOf(request("hi", { maxTokens: 9 }), { host: "openai" });
  assert.equal(text["max_tokens"], 9, "texts have but one name for it");
});

Deno.test("every sampler and every extra reaches a server of open models", async () => {
  const sampling = {
    temperature: 1,
    top_p: 0.9,
    top_k: 40,
    min_p: 0.02,
    typical_p: 0.8,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    repetition_penalty: 1.1,
    extra: {
      dry_multiplier: 0.8,
      dry_sequence_breakers: ["\n", "*"],
      xtc_probability: 0.5,
      xtc_threshold: 0.1,
      mirostat: 2,
    },
  };
  for (const asked of [request("x", { sampling }), chat("x", { sampling })]) {
    const { body } = await seenOf(asked, { host: "llama.cpp" });
    const { repetition_penalty, extra, ...same } = sampling;
    for (const [name, value] of Object.entries({ ...same, ...extra, repeat_penalty: repetition_penalty })) {
      assert.deepEqual(body[name], value, name);
    }
    assert.equal(body["repetition_penalty"], undefined);
  }
});

Deno.test("a sampler that the host has not is refused before anything is sent", async () => {
  await withHost({ host: "openai" }, async (model, seen) => {
    const events = model.generate(chat("x", { sampling: { min_p: 0.02 } }), new AbortController().signal);
    await assert.rejects(Array.fromAsync(events), { failure: "request", mayBill: false });
    assert.equal(seen.length, 0);
  });
});

Deno.test("OpenRouter is asked to tell what it bills, and nobody else is", async () => {
  assert.deepEqual((await seenOf(request("x"), { host: "openrouter" })).body["usage"], { include: true });
  for (const host of ["openai", "vllm", "other"] as const) {
    assert.equal((await seenOf(request("x"), { host })).body["usage"], undefined, host);
  }
});

Deno.test("a seed is sent to models that honour one", async () => {
  assert.equal((await seenOf(chat("x", { seed: 7 }))).body["seed"], 7);
  assert.equal((await seenOf(chat("x", { seed: 7 }), { facts: supports({ seed: false }) })).body["seed"], undefined);
});

Deno.test("the official API is sent four stop texts at most, and its models that think none", async () => {
  const stop = ["1", "2", "3", "4", "5"];
  assert.deepEqual((await seenOf(chat("x", { stop }))).body["stop"], stop);
  assert.deepEqual((await seenOf(chat("x", { stop }), { host: "openai" })).body["stop"], stop.slice(0, 4));
  const thinking = { host: "openai", facts: supports({ reasoning: true }) } as const;
  assert.equal((await seenOf(chat("x", { stop }), thinking)).body["stop"], undefined);
});

Deno.test("the official models that think are not told how to draw their tokens", async () => {
  const sampling = { temperature: 0, top_p: 0.9, extra: { reasoning_effort: "low" } };
  const { body } = await seenOf(chat("x", { sampling }), { host: "openai", facts: supports({ reasoning: true }) });
  assert.deepEqual([body["temperature"], body["top_p"], body["reasoning_effort"]], [undefined, undefined, "low"]);
});

Deno.test("log-probabilities are asked for in the form of each path, within what the official API takes", async () => {
  const { body: text } = await seenOf(request("x", { logprobs: 20 }));
  assert.equal(text["logprobs"], 20);
  const { body: talk } = await seenOf(chat("x", { logprobs: 30 }));
  assert.deepEqual([talk["logprobs"], talk["top_logprobs"]], [true, 30]);
  assert.equal((await seenOf(request("x", { logprobs: 20 }), { host: "openai" })).body["logprobs"], 5);
  assert.equal((await seenOf(chat("x", { logprobs: 30 }), { host: "openai" })).body["top_logprobs"], 20);
  assert.equal((await seenOf(request("x", { logprobs: 0 }))).body["logprobs"], 1, "some take none for none at all");
  const { body: mute } = await seenOf(chat("x", { logprobs: 3 }), { facts: supports({ logprobs: false }) });
  assert.deepEqual([mute["logprobs"], mute["top_logprobs"]], [undefined, undefined]);
});

Deno.test("a shape is asked for where the model honours one", async () => {
  const schema = {
    type: "object",
    properties: { n: { type: "integer" } },
    required: ["n"],
    additionalProperties: false,
  };
  const { body } = await seenOf(chat("x", { schema }));
  assert.deepEqual(body["response_format"], {
    type: "json_schema",
    json_schema: { name: "answer", strict: true, schema },
  });
  const { body: free } = await seenOf(chat("x", { schema }), { facts: supports({ structured: false }) });
  assert.equal(free["response_format"], undefined);
});

Deno.test("tools are offered where the model asks for any", async () => {
  const tools = [{ name: "find", description: "Finds.", parameters: { type: "object", properties: {} } }];
  const { body } = await seenOf(chat("x", { tools }));
  assert.deepEqual(body["tools"], [{ type: "function", function: tools[0] }]);
  assert.equal((await seenOf(chat("x", { tools }), { facts: supports({ tools: false }) })).body["tools"], undefined);
  assert.equal((await seenOf(chat("x", { tools: [] }))).body["tools"], undefined);
});

Deno.test("calls of tools, their answers and images keep their places in a conversation", async () => {
  const messages: readonly Message[] = [
    { role: "system", text: "Be brief." },
    { role: "user", text: "What is this?", images: [{ type: "image/png", data: "AAAA" }] },
    { role: "assistant", text: "", calls: [{ id: "c1", name: "look", arguments: '{"at":1}' }] },
    { role: "tool", text: "a lamp", answers: "c1" },
    { role: "user", text: "", images: [{ type: "image/webp", data: "BBBB" }] },
  ];
  const { body } = await seenOf({ ...chat(""), prompt: { form: "chat", messages } });
  assert.deepEqual(body["messages"], [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [{ type: "text", text: "What is this?" }, {
        type: "image_url",
        image_url: { url: "data:image/png;base64,AAAA" },
      }],
    },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
    },
    { role: "tool", tool_call_id: "c1", content: "a lamp" },
    { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/webp;base64,BBBB" } }] },
  ]);
});

Deno.test("an image for a model that looks at none is refused before anything is sent", async () => {
  await withHost({ facts: supports({ images: false }) }, async (model, seen) => {
    const messages = [{ role: "user", text: "?", images: [{ type: "image/png", data: "AAAA" }] }] as const;
    const events = model.generate({ ...chat(""), prompt: { form: "chat", messages } }, new AbortController().signal);
    await assert.rejects(Array.fromAsync(events), {
      failure: "model",
      message: /^Cannot show images to `openai\/maker\/gauge`/,
    });
    assert.equal(seen.length, 0);
  });
});

Deno.test("a last message of the model's own is gone on with, in the way of each host", async () => {
  const messages: readonly Message[] = [{ role: "user", text: "Tell a tale" }, { role: "assistant", text: "Once" }];
  const asked = { ...chat(""), prompt: { form: "chat", messages } } as const;
  const plain = [{ role: "user", content: "Tell a tale" }, { role: "assistant", content: "Once" }];

  const { body: vllm } = await seenOf(asked, { host: "vllm" });
  assert.deepEqual([vllm["continue_final_message"], vllm["add_generation_prompt"]], [true, false]);
  assert.deepEqual(vllm["messages"], plain);

  const { body: deepseek } = await seenOf(asked, { host: "deepseek" });
  assert.deepEqual(deepseek["messages"], [plain[0], { ...plain[1], prefix: true }]);

  for (const host of ["openrouter", "llama.cpp", "other"] as const) {
    const { body } = await seenOf(asked, { host });
    assert.deepEqual(body["messages"], plain, host);
    assert.equal(body["continue_final_message"], undefined, host);
  }
  const { body: unable } = await seenOf(asked, { host: "vllm", facts: supports({ prefill: false }) });
  assert.equal(unable["continue_final_message"], undefined);
});
