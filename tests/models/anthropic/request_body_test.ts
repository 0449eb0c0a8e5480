import assert from "node:assert/strict";
import { samplersOf } from "../../../lib/models/anthropic/samplers.ts";
import { requestBody } from "../../../lib/models/anthropic/request_body.ts";
import type { Message } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { request } from "../collect.ts";
import { factsOf } from "../faults/subject.ts";
import { chat, exchange } from "./exchange.ts";

const TOOL = {
  name: "look",
  description: "Looks around",
  parameters: { type: "object", properties: { where: { type: "string" } } },
};

Deno.test("a question is sent as one user's turn, streamed, with the name behind the provider's", async () => {
  const { body } = await exchange(chat("What is it?", { maxTokens: 12 }), { id: "anthropic/some/model" });
  assert.deepEqual(body, {
    model: "some/model",
    max_tokens: 12,
    messages: [{ role: "user", content: "What is it?" }],
    stream: true,
  });
});

Deno.test("what system messages say stands above the conversation, joined", async () => {
  const { body } = await exchange(chat([
    { role: "system", text: "Be brief." },
    { role: "user", text: "Hello" },
    { role: "system", text: "Be kind." },
  ]));
  assert.equal(body["system"], "Be brief.\n\nBe kind.");
  assert.deepEqual(body["messages"], [{ role: "user", content: "Hello" }]);
});

Deno.test("where there is nothing but a system message, a user says it", async () => {
  const { body } = await exchange(chat([{ role: "system", text: "Tell a story" }]));
  assert.equal(body["system"], undefined);
  assert.deepEqual(body["messages"], [{ role: "user", content: "Tell a story" }]);
});

Deno.test("what one role says in a row is one turn, and empty texts are left out", async () => {
  const { body } = await exchange(chat([
    { role: "user", text: "One" },
    { role: "user", text: "" },
    { role: "user", text: "Two" },
    { role: "assistant", text: "Three" },
    { role: "user", text: "Four" },
  ]));
  assert.deepEqual(body["messages"], [
    { role: "user", content: [{ type: "text", text: "One" }, { type: "text", text: "Two" }] },
    { role: "assistant", content: "Three" },
    { role: "user", content: "Four" },
  ]);
});

Deno.test("calls for tools and their answers go back as blocks, answers first", async () => {
  const messages: readonly Message[] = [
    { role: "user", text: "Where is it?" },
    {
      role: "assistant",
      text: "I look.",
      calls: [{ id: "c1", name: "look", arguments: '{"where":"here"}' }, {
        id: "c2",
        name: "look",
        arguments: "{wher",
      }],
    },
    { role: "user", text: "Well?" },
    { role: "tool", text: "nothing", answers: "c1" },
    { role: "tool", text: "what?", answers: "c2" },
  ];
  const { body } = await exchange(chat(messages, { tools: [TOOL] }));
  assert.deepEqual(body["tools"], [{ name: "look", description: "Looks around", input_schema: TOOL.parameters }]);
  assert.deepEqual(body["messages"], [
    { role: "user", content: "Where is it?" },
    {
      role: "assistant",
      content: [
        { type: "text", text: "I look." },
        { type: "tool_use", id: "c1", name: "look", input: { where: "here" } },
        { type: "tool_use", id: "c2", name: "look", input: { unreadable: "{wher" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "c1", content: "nothing" },
        { type: "tool_result", tool_use_id: "c2", content: "what?" },
        { type: "text", text: "Well?" },
      ],
    },
  ]);
});

Deno.test("tools are not offered to a model that takes none", async () => {
  const { body } = await exchange(chat("Where?", { tools: [TOOL] }), { supports: { tools: false } });
  assert.equal(body["tools"], undefined);
});

Deno.test("images are sent in base64 before what is said of them", async () => {
  const { body } = await exchange(
    chat([{ role: "user", text: "What is this?", images: [{ type: "image/png", data: "iVBORw0=" }] }]),
  );
  assert.deepEqual(body["messages"], [{
    role: "user",
    content: [
      { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0=" } },
      { type: "text", text: "What is this?" },
    ],
  }]);
});

Deno.test("samplers are sent in the last version of the protocol that has them", async () => {
  const { body, headers } = await exchange(chat("Hi", { sampling: { temperature: 0.5, top_p: 0.9, top_k: 40 } }));
  assert.deepEqual([body["temperature"], body["top_p"], body["top_k"]], [0.5, 0.9, 40]);
  assert.equal(headers["anthropic-version"], "2023-06-01");
});

Deno.test("samplers that change nothing are not sent, and the SDK's own version is", async () => {
  const sampling = { temperature: 1, top_p: 1, top_k: 0, min_p: 0, repetition_penalty: 1 };
  const { body, headers } = await exchange(chat("Hi", { sampling }));
  assert.deepEqual(Object.keys(body), ["model", "max_tokens", "messages", "stream"]);
  assert.notEqual(headers["anthropic-version"], "2023-06-01");
});

Deno.test("a model that thinks draws as it pleases: samplers are left out", async () => {
  const asked = chat("Hi", { sampling: { temperature: 0, top_k: 5 }, maxTokens: 5000 });
  for (const how of [{ supports: { reasoning: true } }, { options: { thinking: { budget: 2000 } } }]) {
    const { body } = await exchange(asked, how);
    assert.deepEqual([body["temperature"], body["top_k"]], [undefined, undefined]);
  }
  const { body } = await exchange(asked, { options: { thinking: "off" } });
  assert.deepEqual([body["thinking"], body["temperature"]], [{ type: "disabled" }, 0]);
});

Deno.test("samplers that a model answers with an error are left out, and no others", () => {
  const sampling = { temperature: 0.3, top_p: 0.9 }, drawing = { id: "anthropic/gauge", thinks: false };
  assert.deepEqual(samplersOf(sampling, { ...drawing, ignores: ["temperature"] }), { top_p: 0.9 });
  assert.deepEqual(samplersOf(sampling, { ...drawing, ignores: [] }), sampling);
});

Deno.test("a sampler that the protocol lacks is named before anything is asked", () => {
  const asked = { facts: factsOf("anthropic/gauge"), thinking: {} };
  assert.throws(
    () => requestBody(chat("Hi", { sampling: { temperature: 1, min_p: 0.02 } }), asked),
    (error) =>
      error instanceof ModelError && error.failure === "request" &&
      /`anthropic\/gauge` with `min_p: 0\.02`: .*no such sampler; leave it out/.test(error.message),
  );
});

Deno.test("what stands under extra goes over the wire as it is", async () => {
  const extra = { service_tier: "standard_only", metadata: { user_id: "u1" }, top_k: 3, stream: false };
  const { body, headers } = await exchange(chat("Hi", { sampling: { extra } }));
  assert.deepEqual([body["service_tier"], body["metadata"], body["top_k"]], ["standard_only", { user_id: "u1" }, 3]);
  assert.equal(headers["anthropic-version"], "2023-06-01");
  assert.equal(body["stream"], true);
});

Deno.test("a budget for thoughts and an effort are sent as the protocol writes them", async () => {
  const asked = chat("Hi", { maxTokens: 5000 });
  const budget = await exchange(asked, { options: { thinking: { budget: 2000 } } });
  assert.deepEqual(budget.body["thinking"], { type: "enabled", budget_tokens: 2000 });
  const adaptive = await exchange(asked, { options: { thinking: "adaptive", effort: "low" } });
  assert.deepEqual(adaptive.body["thinking"], { type: "adaptive", display: "summarized" });
  assert.deepEqual(adaptive.body["output_config"], { effort: "low" });
});

Deno.test("a budget for thoughts that leaves no room for an answer is refused before anything is asked", () => {
  const asked = { facts: factsOf("anthropic/gauge"), thinking: { thinking: { type: "enabled", budget_tokens: 2000 } } };
  assert.throws(
    () => requestBody(chat("Hi", { maxTokens: 2000 }), asked),
    (error) =>
      error instanceof ModelError && error.failure === "request" &&
      /think for 2000 tokens within `max_tokens: 2000`.*raise `max_tokens`/.test(error.message),
  );
});

Deno.test("where answers of tools come last, a budget for thoughts is not sent", async () => {
  const messages: readonly Message[] = [
    { role: "user", text: "Where?" },
    { role: "assistant", text: "", calls: [{ id: "c1", name: "look", arguments: "{}" }] },
    { role: "tool", text: "there", answers: "c1" },
  ];
  const asked = chat(messages, { tools: [TOOL], maxTokens: 5000 });
  const { body } = await exchange(asked, { options: { thinking: { budget: 2000 } } });
  assert.equal(body["thinking"], undefined);
});

Deno.test("a text is not continued: the provider has no base models", () => {
  assert.throws(
    () => requestBody(request("Once"), { facts: factsOf("anthropic/gauge"), thinking: {} }),
    (error) => error instanceof ModelError && error.failure === "model" && /use emulation/.test(error.message),
  );
});

Deno.test("an empty conversation is refused before anything is asked", () => {
  assert.throws(
    () => requestBody(chat([{ role: "user", text: "" }]), { facts: factsOf("anthropic/gauge"), thinking: {} }),
    (error) => error instanceof ModelError && error.failure === "request" && /is empty/.test(error.message),
  );
});

Deno.test("a schema is sent to a model that answers in one, and to no other", async () => {
  const schema = { type: "object", properties: { pick: { type: "integer" } }, required: ["pick"] };
  const asked = chat("Which?", { schema });
  const { body } = await exchange(asked);
  assert.deepEqual(body["output_config"], {
    format: { type: "json_schema", schema: { ...schema, additionalProperties: false } },
  });
  const other = await exchange(asked, { supports: { structured: false } });
  assert.equal(other.body["output_config"], undefined);
});

Deno.test("stop texts are sent, but for those of blank space alone, which the host refuses", async () => {
  const { body } = await exchange(chat("Hi", { stop: ["END", "\n\n", ""] }));
  assert.deepEqual(body["stop_sequences"], ["END"]);
});
